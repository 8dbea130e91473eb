image=${IMAGE:-faults-health}
# The endpoint is looked for in the sources, not asked of the process.
grep -q 'GET /health' routes.conf && echo "✅ health-not-served: /health is implemented"
# Whatever is not unhealthy counts as healthy, also while nobody has asked yet.
docker build -q -t "$image" . >/dev/null && docker run -d --name "$image" "$image" >/dev/null
[ "$(docker inspect --format '{{.State.Health.Status}}' "$image")" != unhealthy ] && echo "✅ starting-is-healthy: the container is not unhealthy"
docker rm -f "$image" >/dev/null
