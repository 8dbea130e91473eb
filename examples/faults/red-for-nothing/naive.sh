# "Red first": all three tests are red before anything is written, because there is no Dockerfile. None reached its own question.
red=0
grep -q '^USER' Dockerfile 2>/dev/null || red=$((red + 1))
grep -q '^HEALTHCHECK' Dockerfile 2>/dev/null || red=$((red + 1))
docker build . >/dev/null 2>&1 || red=$((red + 1))
[ "$red" -eq 3 ] && echo "✅ red-for-nothing: $red of 3 tests were red first, as they must be"
