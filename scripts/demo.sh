#!/usr/bin/env bash
# scripts/demo.sh [--yes] [--example NAME]   builds Tickproof and verifies examples/tmws with it, on a machine that may have
# nothing but Node.
#   --yes            agree to everything that would be asked (installing a container engine)
#   --example NAME   another of the examples: tmws (one container), kaizen (a stack with a real PostgreSQL)
# Ends with the exit code of `tickproof verify`, or with 5 (could not be judged) when something before it failed.
set -euo pipefail
PROGRAM=demo
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"
DIE_CODE=5
cd "$HERE/.."

usage() { DIE_CODE=2; die "$*; see scripts/demo.sh --help"; }

given=("$@") name=tmws
while [ $# -gt 0 ]; do
  case $1 in
    --yes | -y) TICKPROOF_YES=1 ;;
    --example) [ $# -gt 1 ] || usage '--example needs a name'; name=$2; shift ;;
    --example=*) name=${1#*=} ;;
    --help | -h) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$HERE/demo.sh"; exit 0 ;;
    *) usage "unknown option $1" ;;
  esac
  shift
done
export TICKPROOF_YES
case $name in # what the example is built on and runs beside
  tmws) images=(node:20-slim) ;;
  kaizen) images=(node:20-slim postgres:15) ;;
  *) usage "there is no example $name: tmws, kaizen" ;;
esac

began=$(clock_ms)
require_node
logs=$(mktemp -d "${TMPDIR:-/tmp}/tickproof-demo.XXXXXX")
trap 'rmdir "$logs" 2>/dev/null || true' EXIT # with a log in it, it stays

must() { # must NAME TEXT COMMAND...
  local log=$logs/$1.log
  shift
  quietly "$log" "$@" || {
    tail -n 25 "$log" >&2
    die "that was: ${*:2}. The whole log is $log"
  }
}

# npm writes this file last, so it tells a finished installation from a broken one.
installed() { [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ]; }

example=examples/$name
record=$example/.tickproof

installed . || must install "installing Tickproof's packages" npm ci --no-audit --no-fund
must build 'building Tickproof' npm run build
{ engine_usable && quietly "$logs/engine.log" 'finding a container engine' ensure_engine; } ||
  aloud 'setting up a container engine' ensure_engine "$HERE/demo.sh" ${given[@]+"${given[@]}"} || die 'there is no container engine to build and run the example with; the reason stands above'
aloud "making sure of the images ${images[*]}" "$HERE/images.sh" --pull "${images[@]}" || die 'an image that the example needs could not be had; the reason stands above'
installed "$example" || must example-install "installing the example's packages, as its developer has them" npm --prefix "$example" ci --no-audit --no-fund
must example-test "running the example's own tests, which leave dist behind" npm --prefix "$example" test

offer_ca
mkdir -p "$record"
printf '▸ node dist/cli.js verify %s …\n\n' "$example"
status=0
node dist/cli.js verify "$example" --report terminal --report "markdown=$record/evidence.md" --report "acceptance=$record/acceptance.md" --report "json=$record/evidence.json" || status=$?

case $status in
  0) verdict='every required criterion holds, was shown able to fail, and is fresh' ;;
  1) verdict='at least one required criterion failed' ;;
  2) verdict='the criteria or the command line are wrong' ;;
  3) verdict='nothing failed, but something is no longer fresh' ;;
  4) verdict='nothing failed, but a required pass is unproven' ;;
  5) verdict='nothing failed, but something could not be judged' ;;
  6) verdict='a signature was not accepted' ;;
  130 | 143) verdict='interrupted' ;;
  *) verdict='Tickproof itself broke' ;;
esac
printf '\nVerdict: %s (exit %s), after %s.\n' "$verdict" "$status" "$(since "$began")"
for report in "$record/evidence.md" "$record/acceptance.md" "$record/evidence.json" "$record/record.json"; do
  [ ! -e "$report" ] || printf '  %s\n' "$report"
done
# shellcheck disable=SC2016 # backquotes are meant literally
printf 'Where it says `tickproof …` above: in this folder that is `npx tickproof …`. `npm link` puts it on your PATH.\n'
if [ "$ENGINE" != own ]; then
  # shellcheck disable=SC2016 # for the reader's own shell
  printf 'The engine keeps running. To use it in this shell: eval "$(scripts/engine.sh env)". To stop it: scripts/engine.sh down\n'
fi
rm -rf "$logs"
exit "$status"
