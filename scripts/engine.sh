#!/usr/bin/env bash
# A container engine for this machine, for those who have none.
#
#   scripts/engine.sh up [--yes]       install (with consent) and start it; does nothing when it already answers
#   scripts/engine.sh install [--yes]  install it only
#   scripts/engine.sh env              exports for the shell: eval "$(scripts/engine.sh env)"
#   scripts/engine.sh status           up (exit 0) or down (exit 3)
#   scripts/engine.sh down             stop it; images and volumes stay
#   scripts/engine.sh purge [--yes]    stop it and remove everything below its home
#
# Debian 12 or later: Docker from a newer suite is unpacked into a folder of its own; apt and dpkg of the host never see it.
# Ubuntu: its own packages docker.io, docker-buildx and docker-compose-v2 are installed.
#
#   TICKPROOF_ENGINE_HOME    files and state; a real file system, not overlayfs  (/var/lib/tickproof-engine)
#   TICKPROOF_ENGINE_SOCKET  where it listens                                    (/run/tickproof-engine/docker.sock)
#   TICKPROOF_ENGINE_EXEC    its run-time folder                                 (/run/tickproof-engine/exec)
#   TICKPROOF_ENGINE_SUITE   Debian suite of the packages: trixie or forky       (trixie: Docker 26.1)
#   TICKPROOF_ENGINE_STORE   image store: containerd or overlay2                 (containerd)
#   TICKPROOF_ENGINE_NET     first two octets of its networks, such as 10.201    (Docker's own choice, 172.17 and up)
#   TICKPROOF_ENGINE_MIRROR  a registry mirror, such as http://127.0.0.1:5000    (none)
set -euo pipefail
PROGRAM=engine
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SELF=$HERE/$(basename "${BASH_SOURCE[0]}")
# shellcheck source=scripts/lib.sh
. "$HERE/lib.sh"
PATH=$PATH:/usr/sbin:/sbin

HOME_DIR=${TICKPROOF_ENGINE_HOME:-/var/lib/tickproof-engine}
EXEC_DIR=${TICKPROOF_ENGINE_EXEC:-/run/tickproof-engine/exec}
STORE=${TICKPROOF_ENGINE_STORE:-containerd}
NET=${TICKPROOF_ENGINE_NET:-}
MIRROR=${TICKPROOF_ENGINE_MIRROR:-}
STATE=$HOME_DIR/state
PIDFILE=$STATE/dockerd.pid
DAEMON_LOG=$HOME_DIR/dockerd.log
INSTALL_LOG=$HOME_DIR/install.log
READY_WITHIN_S=90 # after a kill -9 with containers left behind the next start takes more than 20 s
SYSTEM=$(os_field ID)
# Whoever comes back later need not name the suite again.
SUITE=${TICKPROOF_ENGINE_SUITE:-$(cat "$HOME_DIR/suite" 2>/dev/null || echo trixie)}
PREFIX=$HOME_DIR/$SUITE

has_systemd() { [ -d /run/systemd/system ]; }
by_systemd() { [ "$SYSTEM" = ubuntu ] && has_systemd; }

SOCKET=${TICKPROOF_ENGINE_SOCKET:-/run/tickproof-engine/docker.sock}
if by_systemd; then SOCKET=/run/docker.sock; fi

DAEMON_PATH=$PATH
[ "$SYSTEM" = ubuntu ] || DAEMON_PATH=$PREFIX/root/usr/bin:$PREFIX/root/usr/sbin:$PATH

# --- what is there -----------------------------------------------------------------------------------------------------

# The socket's file outlives its daemon; only an answer to /_ping is an engine.
answers() { [ -S "$SOCKET" ] && [ "$(curl -fsS -m 3 --unix-socket "$SOCKET" http://engine/_ping 2>/dev/null)" = OK ]; }

# curl ends with 7 when nobody listens behind the file.
socket_is_busy() {
  [ -e "$SOCKET" ] || return 1
  [ -S "$SOCKET" ] || return 0
  local code=0
  curl -sS -m 3 -o /dev/null --unix-socket "$SOCKET" http://engine/_ping 2>/dev/null || code=$?
  [ "$code" != 7 ]
}

engine_version() {
  # Components have versions too; the engine's own comes last.
  curl -fsS -m 5 --unix-socket "$SOCKET" http://engine/version 2>/dev/null | sed -E 's/.*"Version":"([^"]*)".*/\1/'
}

# The pid of our daemon. A pid file may name a stranger, since numbers are reused: the command line decides.
own_pid() {
  local pid
  pid=$(cat "$PIDFILE" 2>/dev/null) && [[ $pid =~ ^[0-9]+$ ]] || return 1
  tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -Fxq -- "--pidfile=$PIDFILE" || return 1
  printf '%s\n' "$pid"
}

# Two daemons in one network namespace flush each other's packet filter rules.
foreign_pid() {
  local mine here process
  mine=$(own_pid || true) here=$(readlink /proc/self/ns/net)
  for process in /proc/[0-9]*; do
    [ "$(cat "$process/comm" 2>/dev/null)" = dockerd ] || continue
    [ "$(readlink "$process/ns/net" 2>/dev/null)" = "$here" ] || continue
    [ "${process#/proc/}" != "$mine" ] || continue
    printf '%s\n' "${process#/proc/}"
    return 0
  done
  return 1
}

missing_tools() { # the host's own packages that the daemon calls
  command -v runc >/dev/null || echo runc
  command -v iptables >/dev/null || echo iptables
  command -v curl >/dev/null || echo curl
  # With AppArmor in the kernel every container start loads a profile.
  if [ "$(cat /sys/module/apparmor/parameters/enabled 2>/dev/null)" = Y ] && ! command -v apparmor_parser >/dev/null; then echo apparmor; fi
}

ubuntu_complete() {
  command -v dockerd >/dev/null && command -v curl >/dev/null && docker buildx version >/dev/null 2>&1 && docker compose version >/dev/null 2>&1
}

# --- installing --------------------------------------------------------------------------------------------------------

refuse_unsupported() {
  local remedy='install Docker (engine, buildx and compose v2) the way that suits this system, then run this again: an engine that answers is used as it is'
  [ "$(uname -s)" = Linux ] || die "$(uname -s) is not supported by this script: $remedy"
  case $SYSTEM in
    ubuntu | debian) ;;
    *) die "${SYSTEM:-this system} is not supported by this script (Debian and Ubuntu are): $remedy" ;;
  esac
  [ "$STORE" = containerd ] || [ "$STORE" = overlay2 ] || die "TICKPROOF_ENGINE_STORE is \`$STORE\`; it may be containerd or overlay2"
  [[ -z $NET || $NET =~ ^[0-9]{1,3}\.[0-9]{1,3}$ ]] || die "TICKPROOF_ENGINE_NET is \`$NET\`; it is two octets, such as 10.201"
  if [ "$SYSTEM" = debian ]; then
    case $SUITE in trixie | forky) ;; *) die "TICKPROOF_ENGINE_SUITE is \`$SUITE\`; it may be trixie or forky" ;; esac
    dpkg --compare-versions "$(dpkg-query -W -f '${Version}' libc6 2>/dev/null || echo 0)" ge 2.34 ||
      die "Docker of $SUITE needs libc6 2.34 or later, and this Debian is older: $remedy"
  fi
}

# One way to be root for all of the script: run all of it as root.
become_root() {
  is_root && return
  command -v sudo >/dev/null 2>&1 || die "root is needed to install and start an engine, and there is no sudo: run this as root, or point DOCKER_HOST at an engine that you may use"
  local keep=() name
  for name in HOME SOCKET EXEC SUITE STORE NET MIRROR; do
    name=TICKPROOF_ENGINE_$name
    [ -z "${!name:-}" ] || keep+=("$name=${!name}")
  done
  exec sudo -- env "${keep[@]}" "TICKPROOF_YES=$TICKPROOF_YES" "TICKPROOF_ENGINE_OWNER=$(id -u)" bash "$SELF" "$@"
}

debian_archive() { # where this machine gets its own release from; without the origin a third party's `main` may come first
  # shellcheck disable=SC2016 # apt's own variables
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Component: main' 2>/dev/null |
    awk -v release="$1" '$1 == release { print $2; exit }'
}

# Said and asked before anything is touched, and before sudo asks for a password.
agree() {
  local plan missing=()
  if [ "$SYSTEM" = ubuntu ]; then
    ubuntu_complete && return
    plan="install docker.io, docker-buildx, docker-compose-v2 and curl from Ubuntu's own packages (about 90 MB to fetch, 350 MB on disk)"
    [ -e /etc/docker/daemon.json ] || [ "$STORE" != containerd ] || plan+=' and turn on the containerd image store in /etc/docker/daemon.json'
  else
    mapfile -t missing < <(missing_tools)
    [ ! -e "$PREFIX/complete" ] || [ ${#missing[@]} -gt 0 ] || return 0
    plan=''
    [ -e "$PREFIX/complete" ] || plan="unpack Docker (engine, client, buildx, compose, containerd) from Debian $SUITE into $PREFIX: 89 MB to fetch, 337 MB on disk"
    [ ${#missing[@]} = 0 ] || plan+="${plan:+; and }install ${missing[*]} from this system's own packages"
  fi
  say 'a container engine is needed to build and run what is verified, and none answers.'
  say "This will $plan. To undo it: scripts/engine.sh purge"
  consent 'Install it?' || die 'nothing was installed'
  TICKPROOF_YES=1
}

install_debian() {
  local missing=() archive release keyring view deb folder
  mapfile -t missing < <(missing_tools)
  : >"$INSTALL_LOG"
  if [ ${#missing[@]} -gt 0 ]; then
    say "installing ${missing[*]}"
    apt_install "$INSTALL_LOG" "${missing[@]}" || die "apt-get could not install ${missing[*]}: is there a network? The log is $INSTALL_LOG"
  fi
  [ ! -e "$PREFIX/complete" ] || return 0

  release=$(os_field VERSION_CODENAME)
  archive=$(debian_archive "$release")
  if [ -z "$archive" ]; then
    apt_get update >>"$INSTALL_LOG" 2>&1 || true
    archive=$(debian_archive "$release")
  fi
  [ -n "$archive" ] || die "apt knows no source of Debian ${release:-here}: check /etc/apt and the network; the log is $INSTALL_LOG"
  for keyring in /usr/share/keyrings/debian-archive-keyring.{pgp,gpg} ''; do [ ! -e "$keyring" ] || break; done
  [ -n "$keyring" ] || die 'the package debian-archive-keyring is missing: apt-get install debian-archive-keyring'

  say "fetching Docker from Debian $SUITE"
  rm -rf "$PREFIX"
  view=$PREFIX/fetch
  mkdir -p "$PREFIX/root" "$view"/{debs,lists/partial,cache/archives/partial}
  # apt gives up root for downloads; what it writes to must belong to that user.
  if id _apt >/dev/null 2>&1; then chown _apt "$view/debs" "$view/lists/partial" "$view/cache/archives/partial"; fi
  echo "deb [signed-by=$keyring] $archive $SUITE main" >"$view/sources.list"
  local private=(
    -o "Dir::Etc::SourceList=$view/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null
    -o "Dir::State::Lists=$view/lists" -o "Dir::Cache=$view/cache"
  )
  apt_get "${private[@]}" update --error-on=any >>"$INSTALL_LOG" 2>&1 || die "the package lists of Debian $SUITE could not be fetched: is there a network? The log is $INSTALL_LOG"
  (
    cd "$view/debs"
    apt_get "${private[@]}" download docker.io docker-cli docker-buildx docker-compose containerd >>"$INSTALL_LOG" 2>&1
    # The static init has a package of its own from forky on.
    apt_get "${private[@]}" download tini-static >>"$INSTALL_LOG" 2>&1 || apt_get "${private[@]}" download tini >>"$INSTALL_LOG" 2>&1
  ) || die "Docker could not be fetched from Debian $SUITE; the log is $INSTALL_LOG"
  for deb in "$view"/debs/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar --extract --directory "$PREFIX/root" --exclude='./etc/*' --exclude='./usr/share/*' --exclude='./usr/bin/ctr' 2>>"$INSTALL_LOG" ||
      die "$(basename "$deb") could not be unpacked (is the disk full?); the log is $INSTALL_LOG"
    # shellcheck disable=SC2016 # dpkg's own variables
    dpkg-deb --show --showformat '${Package} ${Version}\n' "$deb" >>"$PREFIX/versions"
  done
  folder=$PREFIX/root/usr/libexec/docker/cli-plugins
  [ -d "$folder" ] || folder=$PREFIX/root/usr/lib/docker/cli-plugins
  mkdir -p "$PREFIX/client"
  echo "{\"cliPluginsExtraDirs\":[\"$folder\"]}" >"$PREFIX/client/config.json"
  rm -rf "$view"
  touch "$PREFIX/complete"
}

install_ubuntu() {
  ubuntu_complete && return
  local settings=/etc/docker/daemon.json written=
  : >"$INSTALL_LOG"
  # Before the daemon first starts, and never over a configuration that is somebody's.
  if [ "$STORE" = containerd ] && [ ! -e "$settings" ] && ! command -v dockerd >/dev/null; then
    mkdir -p /etc/docker && echo '{"features":{"containerd-snapshotter":true}}' >"$settings"
    written=yes
  fi
  say 'installing docker.io docker-buildx docker-compose-v2'
  if ! apt_install "$INSTALL_LOG" docker.io docker-buildx docker-compose-v2 curl; then
    [ -z "$written" ] || rm -f "$settings"
    die "apt-get could not install Docker: is there a network, and is the component universe enabled? The log is $INSTALL_LOG"
  fi
  ubuntu_complete || die "Docker was installed, but buildx or compose does not answer; the log is $INSTALL_LOG"
}

install_engine() { if [ "$SYSTEM" = ubuntu ]; then install_ubuntu; else install_debian; fi; }

# --- starting and stopping ----------------------------------------------------------------------------------------------

daemon_settings() {
  local fields=("\"features\":{\"containerd-snapshotter\":$([ "$STORE" = containerd ] && echo true || echo false)}")
  [ -z "$NET" ] || fields+=("\"bip\":\"$NET.0.1/24\"" "\"default-address-pools\":[{\"base\":\"$NET.0.0/16\",\"size\":24}]")
  [ -z "$MIRROR" ] || fields+=("\"registry-mirrors\":[\"$MIRROR\"]")
  local IFS=,
  echo "{${fields[*]}}"
}

await_answer() { # await_answer PID: the process is watched as well, so that a daemon that dies is not waited for
  local deadline=$((SECONDS + READY_WITHIN_S))
  until answers; do
    if [ -n "$1" ] && ! kill -0 "$1" 2>/dev/null; then
      tail -n 15 "$DAEMON_LOG" >&2 || true
      die "the engine ended while starting; its log is $DAEMON_LOG"
    fi
    [ "$SECONDS" -lt "$deadline" ] || die "the engine did not answer within $READY_WITHIN_S s; its log is $DAEMON_LOG"
    sleep 0.1
  done
}

start_by_hand() {
  local pid
  if pid=$(own_pid); then
    say "waiting for the engine that is starting (pid $pid)"
    await_answer "$pid"
    return
  fi
  mkdir -p "$STATE" "$EXEC_DIR" "$(dirname "$SOCKET")"
  case $(stat --file-system --format %T "$STATE") in
    overlayfs | tmpfs | ramfs) die "$STATE lies on $(stat --file-system --format %T "$STATE"), where an engine cannot keep its layers: set TICKPROOF_ENGINE_HOME to a folder on a disk" ;;
  esac
  ! socket_is_busy || die "$SOCKET is in use by something that is no engine: set TICKPROOF_ENGINE_SOCKET to another path"
  rm -f "$PIDFILE" "$SOCKET"
  [ -e /sys/class/net/docker0 ] || touch "$STATE/made-docker0"
  daemon_settings >"$STATE/daemon.json"
  local init=()
  if [ "$SYSTEM" = debian ]; then
    echo "$SUITE" >"$HOME_DIR/suite"
    init=("--init-path=$PREFIX/root/usr/bin/tini-static")
  fi
  # A session of its own, no terminal and no lock: the daemon outlives this script.
  PATH=$DAEMON_PATH setsid dockerd "--config-file=$STATE/daemon.json" "--data-root=$STATE/data" "--exec-root=$EXEC_DIR" \
    "--pidfile=$PIDFILE" "--host=unix://$SOCKET" "${init[@]}" >>"$DAEMON_LOG" 2>&1 </dev/null 9>&- &
  await_answer $!
}

start_by_systemd() {
  systemctl start docker >>"$INSTALL_LOG" 2>&1 || die 'systemctl could not start docker: see journalctl -u docker'
  await_answer ''
  mkdir -p "$STATE" && touch "$STATE/started-by-systemd"
}

# Whoever called through sudo may use the engine without it.
let_caller_in() {
  [ -n "${TICKPROOF_ENGINE_OWNER:-}" ] || return 0
  if ! by_systemd; then
    chown "$TICKPROOF_ENGINE_OWNER" "$SOCKET"
    return
  fi
  local user
  user=$(id -un "$TICKPROOF_ENGINE_OWNER")
  ! id -nG "$user" | tr ' ' '\n' | grep -Fxq docker || return 0
  consent "Add $user to the group docker, whose members may use the engine (and are as good as root)?" || die "the engine runs, but $user may not use it: join the group docker, or use sudo"
  usermod -aG docker "$user"
  say "$user joined the group docker; shells that are already open see it after: newgrp docker"
}

refuse_second_daemon() {
  local pid
  if pid=$(foreign_pid); then
    die "another dockerd (pid $pid) runs in this network namespace, and two would break each other's networks: use that one (set DOCKER_HOST, check \`docker version\`), or stop it"
  fi
}

# The mark says that purge may remove the folder; the lock lasts as long as this script.
take_home() {
  { mkdir -p "$HOME_DIR" && { [ -e "$HOME_DIR/.tickproof-engine" ] || [ -z "$(ls -A "$HOME_DIR")" ]; }; } ||
    die "$HOME_DIR cannot be made, or holds something else: set TICKPROOF_ENGINE_HOME"
  : >>"$HOME_DIR/.tickproof-engine" || die "cannot write to $HOME_DIR"
  exec 9>"$HOME_DIR/lock"
  flock -w 900 9 || die "another bootstrap has held $HOME_DIR/lock for 15 minutes"
}

up() {
  if command -v curl >/dev/null && answers; then
    say "Docker $(engine_version) answers on unix://$SOCKET"
    return
  fi
  refuse_unsupported
  by_systemd || own_pid >/dev/null || refuse_second_daemon
  agree
  become_root up
  take_home
  install_engine
  if ! answers; then
    if by_systemd; then start_by_systemd; else start_by_hand; fi
  fi
  let_caller_in
  say "Docker $(engine_version) answers on unix://$SOCKET"
}

down() {
  if by_systemd; then
    [ -e "$STATE/started-by-systemd" ] || { say 'not started by this script; to stop it: systemctl stop docker'; return; }
    become_root down
    systemctl stop docker.socket docker || die 'systemctl could not stop docker'
    rm -f "$STATE/started-by-systemd"
    say stopped
    return
  fi
  local pid deadline=$((SECONDS + 30))
  pid=$(own_pid) || { say 'not running'; return; }
  become_root down
  kill "$pid"
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      say "pid $pid ignored SIGTERM for 30 s: killing it"
      kill -9 "$pid"
      break
    fi
    sleep 0.1
  done
  rm -f "$PIDFILE" "$SOCKET"
  say stopped
}

purge() {
  [ -d "$HOME_DIR" ] || { say "there is no $HOME_DIR"; return; }
  become_root purge
  [ -e "$HOME_DIR/.tickproof-engine" ] || die "$HOME_DIR was not made by this script; nothing is removed"
  local stays='runc, iptables and curl stay installed'
  [ "$SYSTEM" != ubuntu ] || stays='Docker stays installed: apt-get purge docker.io docker-buildx docker-compose-v2'
  by_systemd || say "This removes $HOME_DIR with all of the engine's images, containers and volumes."
  consent 'Remove it?' || die 'nothing was removed'
  down
  local mount
  while read -r mount; do umount --lazy "$mount" || true; done < <(
    awk -v state="$STATE/" -v exec="$EXEC_DIR/" 'index($2, state) == 1 || index($2, exec) == 1 { print $2 }' /proc/mounts | tac
  )
  if [ -e "$STATE/made-docker0" ]; then ip link delete docker0 2>/dev/null || true; fi
  rm -rf "$HOME_DIR" "$EXEC_DIR"
  rmdir "$(dirname "$SOCKET")" 2>/dev/null || true # the exec folder is usually beside the socket
  say "removed; $stays"
}

status() {
  if answers; then
    echo "up: Docker $(engine_version) on unix://$SOCKET"
  else
    echo down
    exit 3
  fi
}

# Nothing at all where nothing of ours is installed, so that nobody's own settings are hidden.
env_exports() {
  if [ "$SYSTEM" = ubuntu ]; then
    if ! by_systemd && [ -e "$STATE/daemon.json" ]; then echo "export DOCKER_HOST=unix://$SOCKET"; fi
  elif [ -e "$PREFIX/complete" ]; then
    # shellcheck disable=SC2016 # for the shell that evaluates it
    printf 'export DOCKER_HOST=%q DOCKER_CONFIG=%q PATH=%q:"$PATH"\n' "unix://$SOCKET" "$PREFIX/client" "$PREFIX/root/usr/bin"
  fi
}

usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$SELF"; }

COMMAND=
for argument in "$@"; do
  case $argument in
    --yes | -y) TICKPROOF_YES=1 ;;
    --help | -h) usage; exit 0 ;;
    -*) die "unknown option $argument; see scripts/engine.sh --help" ;;
    *) [ -z "$COMMAND" ] || die "one command at a time; see scripts/engine.sh --help"; COMMAND=$argument ;;
  esac
done
case $COMMAND in
  up) up ;;
  down) down ;;
  purge) purge ;;
  status) status ;;
  env) env_exports ;;
  install)
    refuse_unsupported
    agree
    become_root install
    take_home
    install_engine
    say 'installed'
    ;;
  '') usage >&2; exit 2 ;;
  *) die "unknown command $COMMAND; see scripts/engine.sh --help" ;;
esac
