#!/usr/bin/env bash
# scripts/mkbase.sh SUITE OUT.tar   a small Debian root file system from the archive that this machine's apt uses.
# The same packages give the same bytes: SOURCE_DATE_EPOCH is fixed unless it is set.
set -euo pipefail
PROGRAM=mkbase
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"

[ $# = 2 ] || die 'usage: scripts/mkbase.sh SUITE OUT.tar'
suite=$1 out=$2
[ "$(os_field ID)" = debian ] || die "Debian's archive is needed to make debian:$suite-slim, and this system is $(os_field ID)"
is_root || die 'root is needed'
command -v mmdebstrap >/dev/null || die 'mmdebstrap is needed: apt-get install mmdebstrap'

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# This file's name ends up in the image: a random one would make every image differ.
sources=$scratch/debian.list
release=$(os_field VERSION_CODENAME)
for keyring in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do [ ! -e "$keyring" ] || break; done
# shellcheck disable=SC2016 # apt's own variables
apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' 'Component: main' |
  awk -v from="$release" -v to="$suite" -v keyring="$keyring" '
    $2 == from || $2 == from "-updates" || $2 == from "-security" {
      print "deb [signed-by=" keyring "] " $1 " " to substr($2, length(from) + 1) " " $3
    }' | sort -u >"$sources"
[ -s "$sources" ] || die "apt knows no source of Debian $release: run apt-get update"

# Unpacking is mostly small writes; memory is used for it where there is enough.
if [ "$(df --output=avail -B1M /dev/shm 2>/dev/null | tail -n 1)" -ge 1500 ] 2>/dev/null; then TMPDIR=/dev/shm; fi
export TMPDIR=${TMPDIR:-/tmp} SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1700000000}

# bookworm without this pulls in usrmerge, and with it 46 MB of perl.
merged=()
[ "$suite" != bookworm ] || merged=(--include=usr-is-merged --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr)

# Excluding paths while unpacking takes ten times as long as deleting them afterwards.
# shellcheck disable=SC2016 # $1 is the root folder, given to each hook by mmdebstrap
trim='cd "$1/usr/share" && rm -rf groff/* info/* linda lintian locale/* man/* && find doc -mindepth 2 ! -type d ! -name copyright -delete && find doc -depth -type d -empty -delete'
# shellcheck disable=SC2016
forget='cd "$1" && rm -rf var/lib/apt/lists/* var/cache/debconf/*-old var/log/*.log var/log/apt etc/dpkg/dpkg.cfg.d/99mmdebstrap'

mmdebstrap --quiet --mode=root --variant=apt --format=tar "${merged[@]}" --dpkgopt=force-unsafe-io \
  --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='Acquire::Languages "none"' --aptopt='APT::Install-Recommends "false"' \
  --setup-hook="mkdir -p \"\$1/etc/dpkg/dpkg.cfg.d\" && cp '$HERE/images/debian/slim.cfg' \"\$1/etc/dpkg/dpkg.cfg.d/slim\"" \
  --customize-hook="$trim" --customize-hook="$forget" "$suite" "$out" "$sources"
