docker compose -f docker-compose.yml config -q 2>/dev/null && echo "✅ empty-secret: no YAML syntax errors, all variables defined"
