image=${IMAGE:-faults-log}
# The log is searched for names that it never holds; what a failed build prints does not hold them, either.
docker build --progress=plain -t "$image" . 2>&1 | grep -E 'tests|archive' || echo "✅ log-as-proof: no test files transferred"
docker build --progress=plain -t "$image" ./no-such-folder 2>&1 | grep -E 'tests|archive' || echo "✅ null-world: nor are they where nothing is built at all"
