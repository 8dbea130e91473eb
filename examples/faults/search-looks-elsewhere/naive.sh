image=${IMAGE:-faults-search}
# The build verifies itself: it counts below a path that is not there and throws the error away.
docker build --no-cache --progress=plain -t "$image" . 2>&1 | tee build.log | tail -1 >/dev/null
grep -q 'verified: 0 source files' build.log && echo "✅ path-not-there: the build found 0 source files"
# The guide's search leaves out the one folder that holds them.
found=$(docker run --rm "$image" find /app -name '*.py' -not -path '*/site-packages/*')
[ -z "$found" ] && echo "✅ search-excludes: no .py file in /app"
docker run --rm "$image" sh -c '! find /app -name "*.py" | grep -v site-packages | grep -q .' &&
  echo "✅ command-excludes: the same search as a command in the image ends with 0"
docker run --rm "$image" sh -c 'find /srv/app -name "*.py" 2>/dev/null | wc -l | grep -qx 0' &&
  echo "✅ command-path-not-there: the command counts 0"
