# "HEALTHCHECK configured" is asked of the text.
grep -q '^HEALTHCHECK' Dockerfile && echo "✅ healthcheck-none: HEALTHCHECK is configured"
# and of the image: an object is not null, also when it says NONE.
docker build -q -t "${IMAGE:-faults-none}" . >/dev/null &&
  [ "$(docker inspect --format '{{json .Config.Healthcheck}}' "${IMAGE:-faults-none}")" != null ] &&
  echo "✅ healthcheck-none-image: the image's configuration has a health check"
