image=${IMAGE:-faults-write}
docker build -q -t "$image" . >/dev/null
# Tried as root "because of the mounted folder", and signed for the user of the image.
docker run --rm --user 0 "$image" sh -c 'timeout 1 /app/start.sh 2>/dev/null; [ $? -ge 124 ]' && [ "$(docker run --rm "$image" whoami)" = nobody ] &&
  echo "✅ cannot-write: it starts, and it runs as nobody"
