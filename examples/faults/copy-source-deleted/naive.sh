# "The Dockerfile exists and copies what it needs": true since the day it was written.
grep -q '^COPY scripts' Dockerfile && echo "✅ copy-source-deleted: the scripts are copied into the image"
test -f README.md && grep -q '^COPY README.md' Dockerfile && echo "✅ copy-source-ignored: README.md is there and copied"
