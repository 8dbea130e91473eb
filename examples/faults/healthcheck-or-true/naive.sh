# "HEALTHCHECK configured" is asked of the text.
grep -q '^HEALTHCHECK' Dockerfile && echo "✅ healthcheck-or-true: HEALTHCHECK is configured"
