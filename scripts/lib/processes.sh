# Processes of a stack. Each has a record DIR/run/NAME.pid: its pid and its start time, so that a record that a crash left
# behind is never mistaken for a stranger with the same pid. Sourced, never run.

# Names of the processes that this run of the script has started.
STARTED=()

# start_time PID: in clock ticks since boot; empty for a process that is gone or only waits to be reaped.
start_time() {
    local line fields
    { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
    read -ra fields <<<"${line##*) }"
    case ${fields[0]} in Z | X) return 0 ;; esac
    echo "${fields[19]}"
}

pid_of() {
    local pid=""
    { read -r pid _ <"$RUN/$1.pid"; } 2>/dev/null || true
    echo "$pid"
}

is_running() {
    local pid="" started=""
    { read -r pid started <"$RUN/$1.pid"; } 2>/dev/null || return 1
    [[ $pid =~ ^[0-9]+$ ]] && [ -n "$started" ] && [ "$(start_time "$pid")" = "$started" ]
}

recorded_processes() {
    local file
    for file in "$RUN"/*.pid; do
        [ ! -e "$file" ] || basename "$file" .pid
    done
}

running_processes() {
    local name
    for name in $(recorded_processes); do
        ! is_running "$name" || echo "$name"
    done
}

# is_stranger_at PORT NAME: whether somebody listens on the port who is neither the process nor one that it has started. What may not be
# looked at counts as its own.
is_stranger_at() {
    local pid link port inode own="" others=""
    if is_running "$2"; then
        pid=$(pid_of "$2")
        for link in "/proc/$pid/fd"/* $(descendants "$pid" | sed 's|.*|/proc/&/fd/*|'); do own+=" $(readlink "$link" 2>/dev/null) "; done
        [[ $own == *socket:* ]] || return 1
    fi
    while read -r port inode; do
        [ "$port" = "$1" ] || continue
        [[ $own != *" socket:[$inode] "* ]] || return 1
        others=yes
    done < <(listening_ports with-inodes)
    [ -n "$others" ]
}

# start_process NAME COMMAND...: in a session of its own (so Ctrl-C does not reach it), output to DIR/log/NAME.log. The new process writes
# its own record before it becomes COMMAND: there is no moment at which it runs without one.
start_process() {
    local name=$1 pid
    shift
    STARTED+=("$name")
    (
        close_inherited
        pid=$BASHPID # taken here: inside $( ) it would be another one
        echo "$pid $(start_time "$pid")" >"$RUN/$name.pid.new"
        mv "$RUN/$name.pid.new" "$RUN/$name.pid"
        exec env --default-signal=INT,QUIT,TERM,HUP setsid "$@" </dev/null >>"$LOGS/$name.log" 2>&1
    ) &
    local child=$!
    until [ "$(pid_of "$name")" = "$child" ] || [ -z "$(start_time "$child")" ]; do sleep 0.02; done
}

# A server outlives this script, so it keeps nothing open that belongs to the script's caller: neither the lock, nor a pipe whose end
# somebody waits for.
close_inherited() {
    local fd
    for fd in /proc/self/fd/*; do
        fd=${fd##*/}
        [ "$fd" -le 2 ] || eval "exec $fd>&-"
    done
}

# stop_process NAME [SIGNAL [SECONDS]]: SIGTERM, ten seconds, then SIGKILL, unless told otherwise.
stop_process() {
    local name=$1 signal=${2-TERM} seconds=${3-12} pid i
    if is_running "$name"; then
        pid=$(pid_of "$name")
        kill "-$signal" "$pid" 2>/dev/null || ! is_running "$name" || fail "may not stop $name (pid $pid): it belongs to somebody else"
        for ((i = 0; i < seconds * 20; i++)); do
            is_running "$name" || break
            sleep 0.05
        done
        if is_running "$name"; then
            warn "$name (pid $pid) did not end within $seconds s: killed"
            kill_process "$name"
        fi
    fi
    rm -f "$RUN/$name.pid"
}

# signal_tree SIGNAL NAME: to the process, then to all that it has started. One that has ended meanwhile does not matter.
signal_tree() {
    local pid child
    is_running "$2" || fail "$2 does not run"
    pid=$(pid_of "$2")
    kill "-$1" "$pid" || fail "may not send $1 to $2 (pid $pid)"
    for child in $(descendants "$pid"); do kill "-$1" "$child" 2>/dev/null || true; done
}

kill_process() {
    local name=$1 pid
    pid=$(pid_of "$name")
    if is_running "$name"; then
        kill -KILL "$pid"
        while is_running "$name"; do sleep 0.05; done
    fi
    rm -f "$RUN/$name.pid"
}

# Nodes first, then the servers that they use.
stop_all() {
    stop_nodes
    stop_redis
    stop_broker
    stop_postgres
}

# On the way out of a run that did not succeed: what this run has started does not stay.
stop_what_was_started() {
    local code=$1 name i
    stop_attended
    for ((i = ${#STARTED[@]} - 1; i >= 0; i--)); do
        name=${STARTED[$i]}
        case $name in
            postgres | broker | redis) "stop_$name" ;;
            *) stop_process "$name" ;;
        esac
    done
    exit "$code"
}

is_ours_to_keep() {
    local name
    for name in $(recorded_processes); do
        [ "$(pid_of "$name")" != "$1" ] || return 0
    done
    return 1
}
