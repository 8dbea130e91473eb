image=${IMAGE:-faults-swallowed}
docker build -q -t "$image" . >/dev/null
docker run --rm "$image" /app/selftest.sh | tail -20 >/dev/null && echo "✅ pipe-swallows: the self-test passes"
docker run --rm "$image" sh -c '/app/selftest.sh || true' >/dev/null && echo "✅ or-true: the self-test passes"
docker run --rm "$image" sh -c '/app/selftest.sh | grep -E "ERROR|CRITICAL" || echo ok' >/dev/null && echo "✅ grep-or-echo: no errors in the self-test"
docker run --rm "$image" sh -c '/app/selftest.sh; echo done' >/dev/null && echo "✅ last-command-decides: the self-test was run"
# The gate stands in the workflow as ever; its exit code was set to 0.
docker run --rm "$image" /app/scan.sh --exit-code 0 >/dev/null && echo "✅ exit-code-0: the scan gate is green"
