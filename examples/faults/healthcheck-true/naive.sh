# "HEALTHCHECK configured" is asked of the text.
grep -q '^HEALTHCHECK' Dockerfile && echo "✅ healthcheck-true: HEALTHCHECK is configured"
