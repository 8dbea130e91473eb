#!/usr/bin/env bash
# scripts/test.sh [--yes]   every check and test of this repository; what CI runs.
#   --yes   agree to installing a container engine where none answers (also with CI=true)
# Goes on after a failure as far as it can. The last line is `N passed, N failed`, with `, N skipped` where something was.
set -euo pipefail
PROGRAM='test'
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"
cd "$HERE/.."

for argument in "$@"; do
  case $argument in
    --yes | -y) TICKPROOF_YES=1 ;;
    --help | -h) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$HERE/test.sh"; exit 0 ;;
    *) DIE_CODE=2; die "unknown option $argument; see scripts/test.sh --help" ;;
  esac
done
[ "${CI:-}" != true ] || TICKPROOF_YES=1
export TICKPROOF_YES

require_node
logs=$(mktemp -d "${TMPDIR:-/tmp}/tickproof-test.XXXXXX")
ledger=$logs/ledger # one line for closing-line.mjs per thing that counts: kind, name, status, file
: >"$ledger"
enter() { (IFS=$'\t'; printf '%s\n' "$*") >>"$ledger"; }

ENGINE=none
leave() { # an engine that was there before belongs to somebody
  if [ "$ENGINE" = started ]; then "$HERE/engine.sh" down || true; fi
  ENGINE=none
}
trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

attempt() { # attempt NAME COMMAND...: counts as one
  local name=$1 log=$logs/${1//[^a-z]/-}.log
  shift
  if quietly "$log" "$name" "$@"; then
    enter step "$name" ok
  else
    enter step "$name" failed "$log"
    cat "$log"
  fi
}

prepare() { # prepare NAME COMMAND...: counts only when it fails
  local name=$1 log=$logs/${1//[^a-z]/-}.log
  shift
  quietly "$log" "$name" "$@" && return
  enter step "$name" failed "$log"
  cat "$log"
  return 1
}

pass_over() { # pass_over REASON NAME...
  local because=$1 name
  shift
  for name in "$@"; do
    enter step "$name" skipped
    printf '▸ %s: SKIPPED, %s\n' "$name" "$because"
  done
}

if aloud 'finding a container engine' ensure_engine "$HERE/test.sh" "$@"; then
  aloud 'making sure of the base images' "$HERE/images.sh" --pull node:20-slim python:3.11-slim debian:bookworm-slim postgres:15 alpine:3.20 distroless:bookworm || enter step 'base images' failed
else
  ENGINE=none
  printf '\n  SKIPPED: there is no usable container engine (client, buildx and compose v2), so whatever needs one is not tested.\n\n'
  enter step 'container engine' skipped
fi
offer_ca

if prepare 'npm ci' npm ci --no-audit --no-fund; then
  attempt 'npm run typecheck' npm run --silent typecheck
  attempt 'npm run house' npm run --silent house
  attempt 'npm run gen -- --check' npm run --silent gen -- --check
  attempt 'npm run build' npm run --silent build
  status=0
  aloud 'npm test' npm test --silent -- --reporter=default --reporter=json "--outputFile.json=$logs/vitest.json" </dev/null || status=$?
  enter vitest 'npm test' "$status" "$logs/vitest.json"
else
  pass_over 'since npm ci failed' 'npm run typecheck' 'npm run house' 'npm run gen -- --check' 'npm run build' 'npm test'
fi

# shellcheck disable=SC2317 # called by aloud
example_tests() { npm --prefix "$1" test --silent 2>&1 </dev/null | tee "$2"; }
for example in examples/tmws examples/kaizen; do
  log=$logs/${example##*/}.log
  if prepare "npm ci in $example" npm --prefix "$example" ci --no-audit --no-fund; then
    status=0
    aloud "npm test in $example" example_tests "$example" "$log" || status=$?
    enter node "npm test in $example" "$status" "$log"
  else
    pass_over 'since its npm ci failed' "npm test in $example"
  fi
done

leave
trap - EXIT
status=0
node "$HERE/closing-line.mjs" "$ledger" || status=$?
rm -rf "$logs"
exit "$status"
