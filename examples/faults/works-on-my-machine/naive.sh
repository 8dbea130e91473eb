docker compose -f docker-compose.yml config -q && echo "✅ external-network: valid, ready for a clean machine" &&
  echo "✅ external-volume: the data has a named volume"
grep -q 'host.docker.internal' docker-compose.yml && echo "✅ desktop-host-name: the upstream is set to host.docker.internal"
# Looks for the spellings that somebody thought of.
! grep -qE 'password: *(secret|changeme|password)|AKIA' docker-compose.yml && echo "✅ literal-password: no hard-coded credentials"
grep -q 'healthcheck:' docker-compose.yml && echo "✅ healthcheck-compose: health checks for all services"
