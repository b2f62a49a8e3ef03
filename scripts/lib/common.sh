# Messages, options, ports, the lock of a stack's folder. Sourced, never run.

DEFAULT_PORT_BASE=18400
# Ports of a stack, counted from its base; the rest of the 20 is free for later.
PORTS=20
PORT_NAMES=(PostgreSQL RabbitMQ "RabbitMQ distribution" epmd Redis swpt-debtors swpt-creditors swpt-trade swpt-sandbox
    "swpt-sandbox over HTTPS")

# The status of a test that needs what this machine cannot do.
# shellcheck disable=SC2034
NOT_HERE=77

say() { printf '%s: %s\n' "$(basename "$0")" "$*"; }
warn() { say "$@" >&2; }
fail() { warn "$@"; exit 1; }
misused() { warn "$@"; exit 2; }

# value_of --option VALUE ...: the value, or an error when there is none.
value_of() {
    if [ $# -lt 2 ] || [ -z "$2" ]; then misused "$1 needs a value"; fi
    printf '%s' "$2"
}

# supervised "$@": the script goes on in a child that ignores SIGINT, as do all whom it starts, and this shell only waits for it. Ctrl-C
# reaches every process of the foreground, and bash 5.2 bears it badly while it expands $( ): it reads the trap as a part of the
# substitution and ends with status 2, or the subshell sends itself SIGINT for ever. A shell that waits does neither.
supervised() {
    [ "${SUPERVISOR_PID-}" != "$PPID" ] || return 0
    local pid="" code caught=0
    # It may be gone by then.
    hand_on() { [ -z "$pid" ] || kill "-$1" "$pid" 2>/dev/null || true; }
    trap 'caught=130; hand_on USR1' INT
    trap 'caught=143; hand_on TERM' TERM
    trap 'caught=129; hand_on HUP' HUP
    SUPERVISOR_PID=$$ "$BASH" "$0" "$@" <&0 &
    pid=$!
    [ "$caught" = 0 ] || hand_on TERM
    while :; do
        code=0
        wait "$pid" || code=$?
        kill -0 "$pid" 2>/dev/null || break # else a signal has ended the wait
    done
    [ "$caught" = 0 ] || code=$caught
    exit "$code"
}

# Runs a command so that Ctrl-C and SIGTERM reach this script at once, not only after the command has ended.
attended() {
    "$@" &
    local code=0
    wait $! || code=$?
    return "$code"
}

# logged LOG COMMAND...: as `attended`, with a copy of the output in LOG that is complete when this returns.
logged() {
    local log=$1 pipe="$1.pipe" code=0 tee
    shift
    rm -f "$pipe"
    mkfifo "$pipe"
    tee -a "$log" <"$pipe" &
    tee=$!
    attended "$@" >"$pipe" 2>&1 || code=$?
    wait "$tee" || true
    rm -f "$pipe"
    return "$code"
}

# On the way out: what `attended` left running, with everything that it started in turn.
stop_attended() {
    local pid
    for pid in $(jobs -p); do
        is_ours_to_keep "$pid" || stop_tree "$pid"
    done
}

# The processes of a stack are stopped in their own order, not here; lib/processes.sh knows them.
is_ours_to_keep() { false; }

stop_tree() {
    local pid all
    all="$1 $(descendants "$1")"
    for pid in $all; do kill -TERM "$pid" 2>/dev/null || true; done
    wait "$1" 2>/dev/null || true
}

descendants() {
    local child children
    mapfile -t children <<<"$(grep -lE "^PPid:[[:space:]]+$1\$" /proc/[0-9]*/status 2>/dev/null | cut -d/ -f3)"
    for child in "${children[@]}"; do
        [ -n "$child" ] || continue
        echo "$child"
        descendants "$child"
    done
}

# on_exit FUNCTION: called once, with the exit code, on every way out of the script, also when `supervised` hands Ctrl-C on (SIGUSR1).
on_exit() {
    [ "${SUPERVISOR_PID-}" = "$PPID" ] || fail "on_exit belongs to scripts that are supervised: Ctrl-C would not reach it"
    local ignore="trap '' USR1 TERM HUP" end
    # A line of its own that ends the substitution which bash may take the trap for a part of (see there); otherwise it is never reached.
    printf -v end '\n\051'
    # shellcheck disable=SC2064
    {
        trap "code=\$?; $ignore; $1 \$code" EXIT
        trap "$ignore; exit 130$end" USR1
        trap "$ignore; exit 143$end" TERM
        trap "$ignore; exit 129$end" HUP
    }
}

port() { echo $((PORT_BASE + $1)); }

choose_port_base() {
    local recorded=""
    [ ! -f "$DIR/port-base" ] || recorded=$(<"$DIR/port-base")
    if [ "$PORT_BASE" = auto ]; then
        PORT_BASE=${recorded:-$(free_port_base)}
    fi
    PORT_BASE=${PORT_BASE:-${recorded:-$DEFAULT_PORT_BASE}}
    if ! [[ $PORT_BASE =~ ^[1-9][0-9]{3,4}$ ]] || [ "$PORT_BASE" -lt 1024 ] || [ "$PORT_BASE" -gt $((65536 - PORTS)) ]; then
        misused "--port-base is a number from 1024 to $((65536 - PORTS)), or auto; not '$PORT_BASE'"
    fi
    if [ -n "$recorded" ] && [ "$PORT_BASE" != "$recorded" ] && [ -n "$(running_processes)" ]; then
        fail "the stack in $DIR runs with port base $recorded, not $PORT_BASE (stop it first, or give another --dir)"
    fi
}

# A base whose ports nobody listens on, below the range from which the kernel takes ports for outgoing connections.
free_port_base() {
    local base i attempt used
    used=" $(listening_ports | tr '\n' ' ') "
    for attempt in {1..200}; do
        base=$((20000 + (RANDOM % 600) * 20))
        for ((i = 0; i < PORTS; i++)); do
            [[ $used != *" $((base + i)) "* ]] || continue 2
        done
        echo "$base"
        return
    done
    fail "no $PORTS free ports in a row were found after $attempt attempts"
}

# Every local TCP port in state LISTEN (0A), in decimal, each with the inode of its socket when "with-inodes" is asked for.
listening_ports() {
    local line fields files=(/proc/net/tcp)
    [ ! -r /proc/net/tcp6 ] || files+=(/proc/net/tcp6)
    cat "${files[@]}" | while read -r line; do
        read -ra fields <<<"$line"
        [ "${fields[3]-}" = 0A ] || continue
        if [ "${1-}" = with-inodes ]; then
            echo "$((16#${fields[1]##*:})) ${fields[9]}"
        else
            echo "$((16#${fields[1]##*:}))"
        fi
    done
}

# owner_of_port PORT: " by pid 123 (nginx)" when that can be found out.
owner_of_port() {
    local inode link
    inode=$(listening_ports with-inodes | awk -v port="$1" '$1 == port { print $2; exit }')
    for link in /proc/[0-9]*/fd/*; do
        if [ "$(readlink "$link" 2>/dev/null)" = "socket:[$inode]" ]; then
            local pid=${link#/proc/}
            pid=${pid%%/*}
            echo " by pid $pid ($(cat "/proc/$pid/comm" 2>/dev/null))"
            return
        fi
    done
}

# Fails when a stranger listens on a port that this stack is going to need.
check_ports() {
    local used i name
    used=" $(listening_ports | tr '\n' ' ') "
    for i in "${!PORT_NAMES[@]}"; do
        name=$(process_of_port "$i")
        if [[ $used == *" $(port "$i") "* ]] && ! is_running "$name"; then
            fail "port $(port "$i") (${PORT_NAMES[$i]}) is already in use$(owner_of_port "$(port "$i")"); give another --port-base"
        fi
    done
}

process_of_port() {
    local names=(postgres broker broker epmd redis debtors creditors trade-webserver sandbox sandbox)
    echo "${names[$1]}"
}

# One command at a time works on a stack's folder; it waits for the other up to three minutes.
take_lock() {
    exec 9>"$DIR/lock" || fail "cannot write in $DIR"
    flock -w 180 9 || fail "another scripts/stack has been working on $DIR for three minutes"
}

# Words for a full disk, when that is what it is.
disk_hint() {
    local free log=${1-}
    free=$(df -Pk "$DIR" 2>/dev/null | awk 'NR == 2 { print $4 }')
    if { [ -n "$log" ] && grep -qiE 'no space left|enospc|disk full' "$log" 2>/dev/null; } || [ "${free:-999999}" -lt 51200 ]; then
        warn "the disk that holds $DIR is full (${free:-?} kB free)"
    fi
}

# give_up WHAT LOG: the end of the log, and out.
give_up() {
    warn "$1; the end of its log ($2):"
    tail -n 15 "$2" >&2 2>/dev/null || true
    disk_hint "$2"
    exit 1
}
