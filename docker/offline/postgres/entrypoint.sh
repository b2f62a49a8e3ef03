#!/bin/bash
# Makes the cluster when there is none, runs what lies in /docker-entrypoint-initdb.d, serves.
set -euo pipefail

PATH=$(printf '%s\n' /usr/lib/postgresql/*/bin | tail -n 1):$PATH
export POSTGRES_USER=${POSTGRES_USER:-postgres}
export POSTGRES_DB=${POSTGRES_DB:-$POSTGRES_USER}

if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chown -R postgres:postgres "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
    [ -n "${POSTGRES_PASSWORD-}" ] || { echo "POSTGRES_PASSWORD is not set" >&2; exit 1; }
    initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") --auth-local=trust --auth-host=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
    pg_ctl -w -s -o "-c listen_addresses='' -c unix_socket_directories=/tmp" start
    export PGHOST=/tmp PGUSER=$POSTGRES_USER
    [ "$POSTGRES_DB" = postgres ] || psql -q -d postgres -c "CREATE DATABASE \"$POSTGRES_DB\""
    export PGDATABASE=$POSTGRES_DB
    for file in /docker-entrypoint-initdb.d/*; do
        case $file in
            *.sql) psql -q -v ON_ERROR_STOP=1 -f "$file" ;;
            *.sh) bash "$file" ;;
        esac
    done
    pg_ctl -w -s -m fast stop
fi
[ "$1" != postgres ] || set -- "$@" -c listen_addresses='*' -c unix_socket_directories=/tmp
exec "$@"
