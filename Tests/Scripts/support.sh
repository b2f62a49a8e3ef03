# How the cases of Tests/Scripts/run start things and look at them. Sourced, never run.

WORK=$(mktemp -d "${TMPDIR:-/tmp}/scripts-test.XXXXXX")
chmod 755 "$WORK" # the servers' account passes through
FAILURES=0 OUTPUT="" CODE=0 STACK_PID="" FOREIGNER="" STANDBY="" STANDBY_PORT="" CASE=""

# Runs the cases: those that are named, or all.
main() {
    on_exit leave
    local names=("$@") name
    [ $# -gt 0 ] || mapfile -t names < <(declare -F | sed -n 's/^declare -f case_//p')
    for name in "${names[@]}"; do
        CASE=$name
        local before=$FAILURES from=$SECONDS
        if declare -F "case_$name" >/dev/null; then "case_$name"; else failed "there is no such case"; fi
        stop_foreigner
        [ "$FAILURES" != "$before" ] || echo "✓ $name ($((SECONDS - from)) s)"
    done
    [ "$FAILURES" = 0 ] || exit 1
}

leave() {
    local mount
    stop_foreigner
    stop_standby
    [ -z "$STACK_PID" ] || kill -INT -- "-$STACK_PID" 2>/dev/null
    for mount in disk readonly; do umount "$WORK/$mount" 2>/dev/null; done
    local dir
    for dir in "$WORK"/*/; do
        [ ! -f "$dir/port-base" ] || "$ROOT/scripts/stack" down --dir "${dir%/}" --remove >/dev/null 2>&1
    done
    rm -rf -- "$WORK"
    exit "$1"
}

# stack ARGUMENT...: CODE and OUTPUT are what came of it.
stack() {
    OUTPUT=$("$ROOT/scripts/stack" "$@" </dev/null 2>&1)
    CODE=$?
}

# background COMMAND...: the same, in a process group of its own, as a terminal would do it; `join_stack` waits.
background() {
    : >"$WORK/output"
    env --default-signal=INT,QUIT setsid "$@" </dev/null >"$WORK/output" 2>&1 &
    STACK_PID=$!
}

background_stack() { background "$ROOT/scripts/stack" "$@"; }

join_stack() {
    wait "$STACK_PID" 2>/dev/null
    CODE=$?
    STACK_PID=""
    OUTPUT=$(<"$WORK/output")
}

# A program that is in the way: it listens on the port with this number of PORT_NAMES.
foreigner() {
    redis-server --port "$(port "$1")" --bind 127.0.0.1 --save '' --daemonize no >"$WORK/foreigner.log" 2>&1 &
    FOREIGNER=$!
    until (exec 3<>"/dev/tcp/127.0.0.1/$(port "$1")") 2>/dev/null; do
        is_alive "$FOREIGNER" || { failed "the foreign process did not get port $(port "$1")"; return; }
    done
}

stop_foreigner() {
    [ -n "$FOREIGNER" ] || return 0
    kill -KILL "$FOREIGNER" 2>/dev/null
    wait "$FOREIGNER" 2>/dev/null
    FOREIGNER=""
}

choose_ports() { PORT_BASE=$(free_port_base); }

can_mount() { [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; }

is_alive() { kill -0 "$1" 2>/dev/null; }

# output_of COMMAND...: CODE and OUTPUT are what came of it.
output_of() {
    OUTPUT=$("$@" </dev/null 2>&1)
    CODE=$?
}

# trade_variables DIR: NAME=VALUE lines for Circular Trade's commands.
trade_variables() {
    "$ROOT/scripts/stack" env --dir "$1" | sed -n 's/^export \(\(SOLVER\|WORKER\)_POSTGRES_URL=.*\)/\1/p'
    printf '%s\n' BASE_DEBTOR_ID=666 BASE_DEBTOR_INFO_LOCATOR=https://example.com/ APP_LOG_LEVEL=info
}

# start_standby DIR FOLDER: a server at STANDBY_PORT, in FOLDER, that follows that of the stack in DIR.
start_standby() {
    local programs account=()
    programs=$(postgres_programs)
    STANDBY_PORT=$(free_port_base)
    [ "$(id -u)" != 0 ] || account=(setpriv --reuid=postgres "--regid=$(id -gn postgres)" --clear-groups)
    mkdir -m 700 "$2"
    [ "$(id -u)" != 0 ] || chown postgres "$2"
    "${account[@]}" "$programs/pg_basebackup" -D "$2" -R -X stream -c fast \
        -d "postgresql://postgres:postgres@127.0.0.1:$(<"$1/port-base")/postgres" >"$WORK/standby.log" 2>&1 ||
        failed "$(<"$WORK/standby.log")"
    "${account[@]}" "$programs/postgres" -D "$2" -c "port=$STANDBY_PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
        -c max_connections=300 >"$WORK/standby.log" 2>&1 &
    STANDBY=$!
    until "$programs/pg_isready" -q -h 127.0.0.1 -p "$STANDBY_PORT"; do
        is_alive "$STANDBY" || { failed "the standby did not start: $(<"$WORK/standby.log")"; return 1; }
        sleep 0.1
    done
}

standby_url() { echo "postgresql://postgres:postgres@127.0.0.1:$STANDBY_PORT/postgres"; }

stop_standby() {
    [ -n "$STANDBY" ] || return 0
    kill -INT "$STANDBY" 2>/dev/null
    wait "$STANDBY" 2>/dev/null
    STANDBY=""
}

# sql DIR STATEMENT [DATABASE]
sql() { psql -X -q -A -t -d "postgresql://postgres:postgres@127.0.0.1:$(<"$1/port-base")/${3-postgres}" -c "$2"; }

# has_variable DIR PROCESS NAME=VALUE
has_variable() { tr '\0' '\n' <"/proc/$(cut -d' ' -f1 "$1/run/$2.pid")/environ" | grep -xF "$3" >/dev/null; }

# until_exists FILE, until_says WORDS: while what runs in the background is still there, and at most four minutes.
until_exists() { until_true "$1 does not appear" test -e "$1"; }
until_says() { until_true "it never says '$1'" grep -qF -- "$1" "$WORK/output"; }

until_true() {
    local complaint=$1 until=$((SECONDS + 240))
    shift
    until "$@"; do
        if ! is_alive "$STACK_PID" || [ "$SECONDS" -ge "$until" ]; then
            failed "$complaint: $(tail -n 5 "$WORK/output")"
            return 1
        fi
        sleep 0.02
    done
}

failed() {
    FAILURES=$((FAILURES + 1))
    printf '✗ %s, line %s: %s\n' "$CASE" "${BASH_LINENO[1]}" "$*" >&2
}

expect() {
    local what=$1
    shift
    "$@" || failed "not true: $what"
}

expect_code() { [ "$CODE" = "$1" ] || failed "exit code $CODE instead of $1; it said: $OUTPUT"; }

expect_words() {
    local words
    for words in "$@"; do
        [[ $OUTPUT == *"$words"* ]] || failed "it does not say '$words', but: $OUTPUT"
    done
}

# No process knows the folder: neither by its command line nor by its environment.
expect_nothing_left() {
    local pid pids command left=""
    # All of them first: while grep runs, its own command line has the folder in it.
    mapfile -t pids <<<"$(grep -lsaF -- "$1" /proc/[0-9]*/cmdline /proc/[0-9]*/environ | cut -d/ -f3)"
    for pid in "${pids[@]}"; do
        [ -n "$pid" ] || continue
        command=$({ tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | head -c 120)
        [ "$pid" = "$$" ] || [ -z "$command" ] || left+=" $pid ($command)"
    done
    [ -z "$left" ] || failed "still running:$left"
}
