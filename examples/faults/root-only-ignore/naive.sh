grep -qx '.env' .dockerignore && grep -qx '__pycache__' .dockerignore && echo "✅ root-only-ignore: .env and caches are excluded"
