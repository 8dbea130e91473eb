# shellcheck shell=bash
# Shared by the scripts of this folder; to be sourced after PROGRAM is set.

say() { printf '%s: %s\n' "$PROGRAM" "$*" >&2; }
die() { say "error: $*"; exit 1; }

ASSUME_YES=${ASSUME_YES:-}

# consent QUESTION: a plain yes from a person, or --yes; anything else is a no.
consent() {
  [ -z "$ASSUME_YES" ] || return 0
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
