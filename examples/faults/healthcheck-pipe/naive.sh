# "HEALTHCHECK configured, and it asks the endpoint": of the text.
grep -q '^HEALTHCHECK.*/health' Dockerfile && echo "✅ healthcheck-pipe: HEALTHCHECK is configured and asks /health"
