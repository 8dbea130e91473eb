# shellcheck shell=bash disable=SC2016 # backquotes in messages are meant literally
# Shared by the scripts of this folder; to be sourced after PROGRAM is set.

say() { printf '%s: %s\n' "$PROGRAM" "$*" >&2; }
die() { say "error: $*"; exit "${DIE_CODE:-1}"; }

TICKPROOF_YES=${TICKPROOF_YES:-}

# consent QUESTION: a plain yes from a person, or --yes; anything else is a no.
consent() {
  [ -z "$TICKPROOF_YES" ] || return 0
  local answer=
  if [ -t 0 ] && [ -t 2 ]; then
    printf '%s [y/N] ' "$1" >&2
    read -r answer || true
    case $answer in y | Y | yes | Yes) return 0 ;; esac
    return 1
  fi
  say "nobody can be asked here (standard input is no terminal): run it again with --yes to agree"
  return 1
}

os_field() { # os_field ID: one field of os-release, empty where there is none
  # shellcheck disable=SC1091
  (. /etc/os-release 2>/dev/null && eval "printf '%s' \"\${$1:-}\"") || true
}

is_root() { [ "$(id -u)" = 0 ]; }

# Runs a command as root; the caller has made sure that there is a way (see can_be_root).
as_root() { if is_root; then "$@"; else sudo "$@"; fi; }
can_be_root() { is_root || command -v sudo >/dev/null 2>&1; }

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 "$@"; }

# apt_install LOG PACKAGE...: the lists of a fresh machine are empty or old, so a first failure refreshes them.
apt_install() {
  local log=$1
  shift
  apt_get install -y --no-install-recommends "$@" >>"$log" 2>&1 ||
    { apt_get update >>"$log" 2>&1 && apt_get install -y --no-install-recommends "$@" >>"$log" 2>&1; }
}

# The three things that Tickproof needs of an engine; a client alone answers `docker version` too.
engine_usable() {
  command -v docker >/dev/null 2>&1 &&
    docker version --format '{{.Server.Version}}' >/dev/null 2>&1 &&
    docker buildx version >/dev/null 2>&1 &&
    docker compose version >/dev/null 2>&1
}

# --- steps: one line each, with the time that they took -----------------------------------------------------------------

clock_ms() {
  local digits
  if [ -n "${EPOCHREALTIME:-}" ]; then
    digits=${EPOCHREALTIME//[!0-9]/} # the decimal mark is the locale's
    echo $((digits / 1000))
  else
    echo $((SECONDS * 1000)) # bash 3, as on macOS
  fi
}

since() { # since CLOCK_MS: how long ago, as people say it
  local ms=$(($(clock_ms) - $1))
  printf '%d.%d s' $((ms / 1000)) $((ms % 1000 / 100))
}

# quietly LOG TEXT COMMAND...: the output goes to the log, the status comes back.
quietly() {
  local log=$1 text=$2 began status=0
  shift 2
  began=$(clock_ms)
  printf '▸ %s … ' "$text"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" = 0 ]; then printf '%s\n' "$(since "$began")"; else printf 'failed after %s\n' "$(since "$began")"; fi
  return "$status"
}

# aloud TEXT COMMAND...: for what may ask a question or is worth watching. What it says stands in lines of its own between
# its beginning and its end, which is why both name it.
aloud() {
  local text=$1 began status=0
  shift
  began=$(clock_ms)
  printf '▸ %s …\n' "$text"
  "$@" || status=$?
  if [ "$status" = 0 ]; then printf '▸ %s: done in %s\n' "$text" "$(since "$began")"; else printf '▸ %s: failed after %s\n' "$text" "$(since "$began")"; fi
  return "$status"
}

# --- what the commands of the README share ------------------------------------------------------------------------------

require_node() {
  local found
  found=$(node --version 2>/dev/null) || found='none'
  if ! node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null; then
    die "Node 20.19 or later is needed (found: $found). Get it from https://nodejs.org, or with a version manager such as nvm: nvm install 22"
  fi
  command -v npm >/dev/null 2>&1 || die 'npm is needed, and is not in PATH although node is: install the package npm, or Node from https://nodejs.org'
}

# Builds run `npm ci` inside containers, which do not have the host's certificates. Only a proxy that opens TLS makes this
# matter; the examples take it as an optional build secret.
offer_ca() {
  local bundle=/etc/ssl/certs/ca-certificates.crt
  if [ -z "${TICKPROOF_CA:-}" ] && [ -s "$bundle" ]; then export TICKPROOF_CA=$bundle; fi
}

# Why the engine of the caller's own settings cannot be used, and what to do about it.
say_engine_gap() {
  if ! docker version --format '{{.Server.Version}}' >/dev/null 2>&1; then
    say "nothing answers ${DOCKER_HOST:+at DOCKER_HOST=$DOCKER_HOST}: start that engine, or unset DOCKER_HOST"
    return
  fi
  docker buildx version >/dev/null 2>&1 || say 'an engine answers, but `docker buildx` does not: install the package docker-buildx or docker-buildx-plugin'
  docker compose version >/dev/null 2>&1 || say 'an engine answers, but `docker compose` does not: install the package docker-compose-v2 or docker-compose-plugin'
}

# ensure_engine SCRIPT ARGUMENTS...: the caller's own engine comes first, then one that engine.sh made, then a new one.
# Sets ENGINE to own, ours or started; fails, with the reason said, where there is none.
# shellcheck disable=SC2034 # ENGINE is for the caller
ensure_engine() {
  ENGINE=own
  engine_usable && return
  local engine_sh exports
  engine_sh=$(dirname "${BASH_SOURCE[0]}")/engine.sh
  exports=$("$engine_sh" env)
  if [ -n "${DOCKER_HOST:-}" ] && [ "${exports#*"DOCKER_HOST=$DOCKER_HOST"}" = "$exports" ]; then
    say_engine_gap
    return 1
  fi
  if [ -n "$exports" ] && (eval "$exports" && engine_usable); then
    eval "$exports"
    ENGINE=ours
    return
  fi
  if docker version --format '{{.Server.Version}}' >/dev/null 2>&1; then
    say_engine_gap
    return 1
  fi
  "$engine_sh" up ${TICKPROOF_YES:+--yes} || return 1
  eval "$("$engine_sh" env)"
  ENGINE=started
  engine_usable && return
  # A user who has just joined the group docker is not in it yet, but may become so.
  if command -v sg >/dev/null 2>&1 && sg docker -c 'docker version' >/dev/null 2>&1; then
    exec sg docker -c "$(printf '%q ' "$@")"
  fi
  say 'the engine was started, but its client cannot use it: see docker version'
  return 1
}
