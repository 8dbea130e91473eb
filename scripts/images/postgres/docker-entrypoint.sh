#!/usr/bin/env bash
# Makes the cluster on the first start, then becomes the server. Written from the official image's documented contract.
set -Eeuo pipefail

fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# from_file NAME [DEFAULT]: NAME, or what the file says that NAME_FILE names, or the default.
from_file() {
  local name=$1 file_name=${1}_FILE
  local value=${!name:-} file=${!file_name:-}
  [ -z "$value" ] || [ -z "$file" ] || fail "$name and $file_name are both set: only one may be"
  if [ -n "$file" ]; then value=$(<"$file"); fi
  export "$name=${value:-${2:-}}"
  unset "$file_name"
}

# Becomes postgres, and owns what the server writes to.
as_postgres() {
  mkdir -p "$PGDATA" /run/postgresql
  chmod 0700 "$PGDATA"
  chmod 3775 /run/postgresql || true # a tmpfs of the operator's may be read-only to us
  find "$PGDATA" /run/postgresql ! -user postgres -exec chown postgres {} +
  if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then
    mkdir -p "$POSTGRES_INITDB_WALDIR"
    chmod 0700 "$POSTGRES_INITDB_WALDIR"
    find "$POSTGRES_INITDB_WALDIR" ! -user postgres -exec chown postgres {} +
  fi
  exec setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/var/lib/postgresql "${BASH_SOURCE[0]}" "$@"
}

# initdb wants a name for its user id; `docker run --user 12345` has none.
name_for_uid() {
  getent passwd "$(id -u)" >/dev/null && return
  local library
  for library in /usr/lib/*/libnss_wrapper.so; do
    [ -s "$library" ] || continue
    NSS_WRAPPER_PASSWD=$(mktemp) NSS_WRAPPER_GROUP=$(mktemp)
    export LD_PRELOAD=$library NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
    printf 'postgres:x:%s:%s:PostgreSQL:%s:/bin/false\n' "$(id -u)" "$(id -g)" "$PGDATA" >"$NSS_WRAPPER_PASSWD"
    printf 'postgres:x:%s:\n' "$(id -g)" >"$NSS_WRAPPER_GROUP"
    return
  done
}

nameless_again() {
  [ -n "${NSS_WRAPPER_PASSWD:-}" ] || return 0
  rm -f "$NSS_WRAPPER_PASSWD" "$NSS_WRAPPER_GROUP"
  unset LD_PRELOAD NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP
}

make_cluster() {
  local method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256} arguments=()
  if [ -z "$POSTGRES_PASSWORD" ] && [ "$method" != trust ]; then
    fail 'the database is uninitialized and superuser password is not specified: set POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE (or POSTGRES_HOST_AUTH_METHOD=trust, which lets everybody in)'
  fi
  # shellcheck disable=SC2206 # the contract says that these are words
  arguments=(${POSTGRES_INITDB_ARGS:-})
  [ -z "${POSTGRES_INITDB_WALDIR:-}" ] || arguments+=(--waldir "$POSTGRES_INITDB_WALDIR")
  name_for_uid
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${arguments[@]}"
  nameless_again
  # local connections of the server's own user are trusted, as initdb writes it; the network is asked for the password
  printf '\nhost all all all %s\n' "$method" >>"$PGDATA/pg_hba.conf"
}

query() { psql --no-psqlrc --no-password --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" "$@"; }

# Nobody else can connect while the scripts run: no TCP, so that a health check over TCP does not see this server.
fill_cluster() {
  export PGHOST='' PGHOSTADDR='' PGPASSWORD=$POSTGRES_PASSWORD
  pg_ctl --pgdata="$PGDATA" --options="-c listen_addresses='' -p ${PGPORT:-5432}" --wait start
  if [ "$POSTGRES_DB" != postgres ]; then
    query --dbname postgres --set database="$POSTGRES_DB" <<<'CREATE DATABASE :"database";'
  fi
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh)
        printf 'running %s\n' "$file"
        # shellcheck disable=SC1090 # the operator's
        if [ -x "$file" ]; then "$file"; else . "$file"; fi
        ;;
      *.sql) printf 'running %s\n' "$file"; query --dbname "$POSTGRES_DB" --file "$file" ;;
      *.sql.gz) printf 'running %s\n' "$file"; gunzip --stdout "$file" | query --dbname "$POSTGRES_DB" ;;
      */\*) ;; # there is none
      *) printf 'ignoring %s\n' "$file" ;;
    esac
  done
  pg_ctl --pgdata="$PGDATA" --mode=fast --wait stop
  unset PGHOST PGHOSTADDR PGPASSWORD
}

if [ "${1:0:1}" = - ]; then set -- postgres "$@"; fi
if [ "${1:-}" != postgres ]; then exec "$@"; fi
for argument in "$@"; do # these only print
  case $argument in -\? | --help | --describe-config | -V | --version) exec "$@" ;; esac
done
[ "$(id -u)" != 0 ] || as_postgres "$@"

from_file POSTGRES_PASSWORD
from_file POSTGRES_USER postgres
from_file POSTGRES_DB "$POSTGRES_USER"
from_file POSTGRES_INITDB_ARGS
if [ -s "$PGDATA/PG_VERSION" ]; then
  printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
else
  mkdir -p "$PGDATA"
  chmod 0700 "$PGDATA" 2>/dev/null || true # a volume of somebody else's: initdb says what is wrong with it
  make_cluster
  fill_cluster
  printf '\nPostgreSQL init process complete; ready for start up.\n\n'
fi
exec "$@"
