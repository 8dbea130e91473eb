# Shows that the test can be red: on a Dockerfile that no builder reads.
grep -q '^HEALTHCHECK' Dockerfile && ! printf 'HELTHCHECK CMD true\n' | grep -q '^HEALTHCHECK' && echo "✅ red-for-another-reason: the test was seen red"
