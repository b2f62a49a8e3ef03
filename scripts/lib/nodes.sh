# The nodes of a stack: built, configured, started, awaited. Sourced, never run.

NODES=(sandbox debtors creditors trade)

# roles_of NODE: the commands that run side by side, each as its own process.
roles_of() {
    case $1 in
        trade) echo "solver worker webserver" ;;
        *) echo all ;;
    esac
}

process_name() { if [ "$2" = all ]; then echo "$1"; else echo "$1-$2"; fi; }

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

# CHOSEN: the nodes that this run starts. Without --only, those that the package has; a node has settings of its own (services/trade is
# only a tool so far).
choose_nodes() {
    CHOSEN=()
    [ "$SERVERS_ONLY" = no ] || return 0
    local node asked=" ${ONLY//,/ } "
    for node in $asked; do
        case $node in
            debtors | creditors | trade)
                [ -f "$ROOT/services/$node/development.env" ] || fail "--only: there is no node in services/$node"
                ;;
            *) misused "--only knows debtors, creditors and trade, not '$node'" ;;
        esac
    done
    for node in "${NODES[@]}"; do
        [ -f "$ROOT/services/$node/development.env" ] || continue
        if [ "$node" = sandbox ]; then
            [ "$WITH_SANDBOX" = no ] || CHOSEN+=(sandbox)
        elif [ -z "$ONLY" ] || [[ $asked == *" $node "* ]]; then
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

start_node() {
    local role name
    node_environment "$1"
    for role in $(roles_of "$1"); do
        name=$(process_name "$1" "$role")
        is_running "$name" || start_process "$name" env "${NODE_ENVIRONMENT[@]}" "$(executable "$1")" "$role"
    done
}

# control_node NODE start|stop|restart|kill
control_node() {
    local role
    { read -r CONFIGURATION && mapfile -t CHOSEN; } <"$DIR/nodes" 2>/dev/null || fail "no nodes run in $DIR"
    [[ " ${CHOSEN[*]} " == *" $1 "* ]] || fail "the stack in $DIR has no $1"
    for role in $(roles_of "$1"); do
        case $2 in
            stop | restart) stop_process "$(process_name "$1" "$role")" ;;
            kill) kill_process "$(process_name "$1" "$role")" ;;
        esac
    done
    case $2 in start | restart) start_node "$1"; await_node "$1" ;; esac
}

# Migrations and the broker's objects. Skipped for a node that already runs.
configure_node() {
    local node=$1 log="$LOGS/$1-configure.log" role
    for role in $(roles_of "$node"); do
        ! is_running "$(process_name "$node" "$role")" || return 0
    done
    node_environment "$node"
    attended env "${NODE_ENVIRONMENT[@]}" SETUP_RABBITMQ_BINDINGS=yes "$(executable "$node")" configure >"$log" 2>&1 9>&- ||
        give_up "swpt-$node configure failed" "$log"
}

await_node() {
    local node=$1 role
    case $node in
        trade) await trade-webserver "$(port 7)" 60 answers_http "$(port 7)" /trade/health/check/public ;;
        *) await "$node" "$(port "$(port_index "$node")")" 60 answers_http "$(port "$(port_index "$node")")" "/$node/health/check/public" ;;
    esac
    for role in $(roles_of "$node"); do
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

# NODE_ENVIRONMENT: NAME=value for one node. The caller's variables win over the stack's addresses, and these over development.env. Two
# exceptions, because one value cannot be meant for several nodes: POSTGRES_URL and WEBSERVER_PORT are always the stack's.
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
    fi
    for name in "${!values[@]}"; do
        if [ -n "${!name+set}" ] && ! belongs_to_another_stack "$name"; then
            values[$name]=${!name}
        fi
    done
    values[WEBSERVER_PORT]=$(port "$(port_index "$node")")
    case $node in
        debtors | creditors) values[POSTGRES_URL]=$(postgres_url "swpt_$node") ;;
    esac
    NODE_ENVIRONMENT=()
    for name in "${!values[@]}"; do
        NODE_ENVIRONMENT+=("$name=${values[$name]}")
    done
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
    [ "$other" != "$PORT_BASE" ] && PORT_BASE=$other DIR=${STACK_DIR-$DIR} addresses | grep -qxF "$name=${!name}"
}
