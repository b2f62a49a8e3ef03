# A private PostgreSQL server: loopback only, durable (fsync stays on). Sourced, never run.

DATABASES=(swpt_creditors swpt_debtors swpt_solver swpt_worker swpt_worker_2)

# The folder with initdb and postgres: Debian keeps one per version; the newest is taken.
postgres_programs() {
    local folder
    folder=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5,5n | tail -n 1)
    if [ -x "$folder/initdb" ]; then
        echo "$folder"
    elif command -v initdb >/dev/null; then
        dirname "$(command -v initdb)"
    fi
}

start_postgres() {
    is_running postgres && return 0
    local data="$DIR/postgres/data"
    [ -e "$data/PG_VERSION" ] || create_cluster "$data"
    remove_stale_postmaster_pid "$data"
    start_process postgres "${AS_ACCOUNT[@]}" "$(postgres_programs)/postgres" -D "$data" \
        -c "port=$(port 0)" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
        -c max_connections=300 -c log_line_prefix='%m [%p] %d ' -c timezone=UTC
}

# Built beside and moved into place, so that an interrupted initdb leaves nothing half done.
create_cluster() {
    local data=$1 new="$DIR/postgres/new"
    say "creating the PostgreSQL data folder"
    rm -rf -- "$new"
    printf 'postgres\n' >"$DIR/postgres/password"
    [ -z "$ACCOUNT" ] || chown "$ACCOUNT" "$DIR/postgres/password"
    attended "${AS_ACCOUNT[@]}" "$(postgres_programs)/initdb" -D "$new" --username=postgres --pwfile="$DIR/postgres/password" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$LOGS/initdb.log" 2>&1 9>&- ||
        give_up "initdb failed" "$LOGS/initdb.log"
    rm -f "$DIR/postgres/password"
    mv "$new" "$data"
}

# After a crash the file may name a pid that now belongs to a stranger, or to a process that nobody has reaped yet, and PostgreSQL would
# refuse to start. It goes when no process works in the data folder (every process of a PostgreSQL server does); those of a server that was
# killed take a moment to end.
remove_stale_postmaster_pid() {
    local data=$1 i
    [ -e "$data/postmaster.pid" ] || return 0
    for ((i = 0; i < 100; i++)); do
        somebody_works_in "$data" || { rm -f "$data/postmaster.pid"; return 0; }
        sleep 0.1
    done
}

somebody_works_in() {
    local link
    for link in /proc/[0-9]*/cwd; do
        [ ! "$link" -ef "$1" ] || return 0
    done
    return 1
}

await_postgres() {
    await postgres "$(port 0)" 90 "$(postgres_programs)/pg_isready" -q -h 127.0.0.1 -p "$(port 0)"
}

# SIGINT is PostgreSQL's fast shutdown: clients are disconnected, then a checkpoint, then the end.
stop_postgres() { stop_process postgres INT 60; }

# One database per schema owner, each with its own user. Again and again harmless.
create_databases() {
    local name
    for name in "${DATABASES[@]}"; do
        cat <<SQL
SELECT 'CREATE ROLE $name LOGIN PASSWORD ''$name''' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$name') \gexec
SELECT 'CREATE DATABASE $name OWNER $name' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '$name') \gexec
SQL
    done | psql -X -q -v ON_ERROR_STOP=1 -d "$(postgres_url postgres)" >"$LOGS/databases.log" 2>&1 ||
        give_up "the databases could not be created" "$LOGS/databases.log"
}
