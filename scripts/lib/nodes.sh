# The nodes of a stack: built, configured, started, awaited. Sourced, never run.

NODES=(sandbox debtors creditors trade)

# roles_of NODE: the commands that run side by side, each as its own process. The second worker is called worker-2.
roles_of() {
    case $1 in
        trade)
            echo "solver webserver worker"
            [ "$(option trade-workers)" = 1 ] || echo worker-2
            ;;
        *) echo all ;;
    esac
}

process_name() { if [ "$2" = all ]; then echo "$1"; else echo "$1-$2"; fi; }
command_of() { echo "${1%-2}"; }

# option NAME: what `up` was told for good, by this run or by an earlier one on the same folder.
option() {
    local given=""
    case $1 in trade-workers) given=$TRADE_WORKERS ;; internal-broker) given=$INTERNAL_BROKER ;; esac
    [ -n "$given" ] || given=$(recorded_option "$1")
    case $1 in
        trade-workers) echo "${given:-1}" ;;
        internal-broker) echo "${given:-no}" ;;
    esac
}

recorded_option() { [ ! -f "$DIR/options" ] || sed -n "s/^$1=//p" "$DIR/options"; }

record_options() {
    local name lines=""
    for name in trade-workers internal-broker; do
        if [ "$(option "$name")" != "$(recorded_option "$name")" ] && [[ $'\n'$(running_processes) == *$'\n'trade-* ]]; then
            fail "the trade node in $DIR runs with --$name $(recorded_option "$name") (stop it first, or give another --dir)"
        fi
        lines+="$name=$(option "$name")"$'\n'
    done
    printf '%s' "$lines" >"$DIR/options"
}

# The processes of the nodes that `up` has started, whether they still run or not.
node_processes() {
    local node role
    [ -e "$DIR/nodes" ] || return 0
    tail -n +2 "$DIR/nodes" | while read -r node; do
        for role in $(roles_of "$node"); do process_name "$node" "$role"; done
    done
}

port_index() {
    case $1 in debtors) echo 5 ;; creditors) echo 6 ;; trade) echo 7 ;; sandbox) echo 8 ;; esac
}

executable() { echo "$ROOT/.build/$CONFIGURATION/swpt-$1"; }

# CHOSEN: the nodes that this run starts.
choose_nodes() {
    CHOSEN=()
    [ "$SERVERS_ONLY" = no ] || return 0
    local node asked=" ${ONLY//,/ } "
    [ -n "$ONLY" ] || asked=" debtors creditors trade "
    for node in $asked; do
        case $node in
            debtors | creditors | trade) ;;
            *) misused "--only knows debtors, creditors and trade, not '$node'" ;;
        esac
    done
    for node in "${NODES[@]}"; do
        if [ "$node" = sandbox ]; then
            [ "$WITH_SANDBOX" = no ] || CHOSEN+=(sandbox)
        elif [[ $asked == *" $node "* ]]; then
            CHOSEN+=("$node")
        fi
    done
}

build_nodes() {
    local node
    for node in "${CHOSEN[@]}"; do
        if [ "$BUILD" = yes ]; then
            ensure_swift
            ensure_packages "${BUILD_PACKAGES[@]}"
            say "building swpt-$node ($CONFIGURATION)"
            attended swift build --package-path "$ROOT" -c "$CONFIGURATION" --product "swpt-$node" >"$LOGS/build.log" 2>&1 9>&- ||
                give_up "swpt-$node does not build" "$LOGS/build.log"
        fi
        [ -x "$(executable "$node")" ] || fail "$(executable "$node") is missing (build it, or leave out --no-build)"
    done
}

start_nodes() {
    local node
    for node in "${CHOSEN[@]}"; do
        configure_node "$node"
    done
    for node in "${CHOSEN[@]}"; do
        start_node "$node"
    done
    for node in "${CHOSEN[@]}"; do
        await_node "$node"
    done
    # For `control`, which starts them again as they were.
    printf '%s\n' "$CONFIGURATION" "${CHOSEN[@]}" >"$DIR/nodes"
}

# start_node NODE [ROLE]: all of its roles, if none is named.
start_node() {
    local node=$1 role name
    for role in ${2:-$(roles_of "$node")}; do
        name=$(process_name "$node" "$role")
        is_running "$name" && continue
        node_environment "$node" "$role"
        start_process "$name" env "${NODE_ENVIRONMENT[@]}" "$(executable "$node")" "$(command_of "$role")"
    done
}

# control_node NODE|NODE-ROLE start|stop|restart|kill|pause|resume
control_node() {
    local node=${1%%-*} role chosen=""
    { read -r CONFIGURATION && mapfile -t CHOSEN; } <"$DIR/nodes" 2>/dev/null || fail "no nodes run in $DIR"
    [[ " ${CHOSEN[*]} " == *" $node "* ]] || fail "the stack in $DIR has no $node"
    if [ "$1" != "$node" ]; then
        chosen=${1#"$node-"}
        [[ " $(roles_of "$node" | tr '\n' ' ')" == *" $chosen "* ]] || fail "the stack in $DIR has no $1"
    fi
    for role in ${chosen:-$(roles_of "$node")}; do
        case $2 in
            stop | restart) stop_process "$(process_name "$node" "$role")" ;;
            kill) kill_process "$(process_name "$node" "$role")" ;;
            pause) signal_tree STOP "$(process_name "$node" "$role")" ;;
            resume) signal_tree CONT "$(process_name "$node" "$role")" ;;
        esac
    done
    case $2 in start | restart) start_node "$node" "$chosen"; await_node "$node" "$chosen" ;; esac
}

# Migrations and the broker's objects. Skipped for a node that already runs.
configure_node() {
    local node=$1 role
    for role in $(roles_of "$node"); do
        ! is_running "$(process_name "$node" "$role")" || return 0
    done
    run_configure "$node" all
    [[ $(roles_of "$node") != *worker-2* ]] || run_configure "$node" worker-2 worker
}

# run_configure NODE ROLE [DATABASE]
run_configure() {
    local node=$1 log="$LOGS/$1-configure.log"
    node_environment "$node" "$2"
    attended env "${NODE_ENVIRONMENT[@]}" SETUP_RABBITMQ_BINDINGS=yes "$(executable "$node")" configure "${@:3}" >"$log" 2>&1 9>&- ||
        give_up "swpt-$node configure failed" "$log"
}

# await_node NODE [ROLE]: what has a port answers, and the rest has not ended.
await_node() {
    local node=$1 role
    for role in ${2:-$(roles_of "$node")}; do
        case $role in
            all | webserver)
                await "$(process_name "$node" "$role")" "$(port "$(port_index "$node")")" 60 \
                    answers_http "$(port "$(port_index "$node")")" "/$node/health/check/public"
                ;;
        esac
    done
    for role in ${2:-$(roles_of "$node")}; do
        role=$(process_name "$node" "$role")
        is_running "$role" || give_up "$role ended while it was starting" "$LOGS/$role.log"
    done
}

# answers_http PORT PATH: status 200 within two seconds.
answers_http() {
    local status=""
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
        read -r -t 2 _ status _ <&3 && [ "$status" = 200 ]
    ) 2>/dev/null
}

stop_nodes() {
    local node role
    for node in trade creditors debtors sandbox; do
        for role in $(roles_of "$node"); do
            stop_process "$(process_name "$node" "$role")"
        done
    done
}

# node_environment NODE ROLE: NODE_ENVIRONMENT has NAME=value for one process of a node. The caller's variables win over the stack's
# addresses, and these over development.env. Two exceptions, because one value cannot be meant for several nodes: POSTGRES_URL and
# WEBSERVER_PORT are always the stack's. NODE_PRELOAD, if it is set, is a library that is loaded into the nodes (for tests).
node_environment() {
    local node=$1 name line
    local -A values=()
    while IFS= read -r line || [ -n "$line" ]; do
        line=${line%$'\r'}
        [[ $line =~ ^[A-Za-z_][A-Za-z0-9_]*= ]] || continue
        values[${line%%=*}]=$(unquoted "${line#*=}")
    done < <(cat "$ROOT/services/$node/development.env" 2>/dev/null)
    # The Swagger UI comes from another host: only for a caller who asks for it.
    unset 'values[OPENAPI_SWAGGER_UI_URL]'
    while IFS= read -r line; do
        values[${line%%=*}]=${line#*=}
    done < <(addresses | grep -v '^TEST_')
    if [[ " ${CHOSEN[*]} " == *" sandbox "* ]]; then
        values[OAUTH2_INTROSPECT_URL]="$(node_url 8)/oauth2/introspect"
        values[SANDBOX_HTTPS_PORT]=$(port 9)
    fi
    for name in "${!values[@]}"; do
        if [ -n "${!name+set}" ] && ! belongs_to_another_stack "$name"; then
            values[$name]=${!name}
        fi
    done
    values[WEBSERVER_PORT]=$(port "$(port_index "$node")")
    case $node in
        debtors | creditors) values[POSTGRES_URL]=$(postgres_url "swpt_$node") ;;
        trade) [ "$(option trade-workers)" = 1 ] || share_the_work "$2" ;;
    esac
    NODE_ENVIRONMENT=()
    for name in "${!values[@]}"; do
        NODE_ENVIRONMENT+=("$name=${values[$name]}")
    done
    [ -z "${NODE_PRELOAD-}" ] || NODE_ENVIRONMENT+=("LD_PRELOAD=$NODE_PRELOAD")
}

# Two workers: each has a half of the creditors and currencies, a database, and queues. Changes the caller's `values`.
share_the_work() {
    values[PROTOCOL_BROKER_QUEUE_ROUTING_KEY]="0.#"
    [ "$1" = worker-2 ] || return 0
    values[PROTOCOL_BROKER_QUEUE_ROUTING_KEY]="1.#"
    values[WORKER_POSTGRES_URL]=$(postgres_url swpt_worker_2)
    values[PROTOCOL_BROKER_QUEUE]+=_2
    local queue=${INTERNAL_BROKER_QUEUE-}
    [ -z "$queue" ] || values[INTERNAL_BROKER_QUEUE]="${queue}_2"
}

unquoted() {
    local value=$1
    case $value in \"*\" | \'*\') value=${value:1:-1} ;; esac
    printf '%s' "$value"
}

# A variable that came from `eval "$(scripts/stack env)"` of a stack with other ports is that stack's address, not the caller's wish.
belongs_to_another_stack() {
    local name=$1 other=${STACK_PORT_BASE-}
    [ -n "$other" ] || return 1
    case $name in STACK_PORT_BASE | STACK_DIR) return 0 ;; esac
    [ "$other" != "$PORT_BASE" ] && PORT_BASE=$other DIR=${STACK_DIR-$DIR} addresses | grep -xF "$name=${!name}" >/dev/null
}
