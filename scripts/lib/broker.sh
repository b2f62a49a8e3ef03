# A private RabbitMQ: own node, data, epmd; everything on loopback. Sourced, never run.

# The second virtual host: the messages between the parts of a node, where they have a broker of their own.
INTERNAL_HOST=internal

# Debian's /usr/sbin/rabbitmq-server insists on its own account, so the script behind it is used.
broker_program() {
    local candidate
    for candidate in /usr/lib/rabbitmq/bin/rabbitmq-server "$(command -v rabbitmq-server || true)"; do
        if [ -x "$candidate" ]; then echo "$candidate"; return; fi
    done
}

start_broker() {
    is_running broker && return 0
    local folder="$DIR/broker"
    write_broker_configuration "$folder"
    start_epmd
    # Erlang would start an epmd of its own when it finds none, even while everything is being stopped; nobody would ever end that one.
    start_process broker "${AS_ACCOUNT_OR_ROOT[@]}" env -u ERL_AFLAGS -u ERL_ZFLAGS -u NOTIFY_SOCKET ERL_FLAGS="-start_epmd false" \
        HOME="$folder" \
        ERL_EPMD_PORT="$(port 3)" ERL_EPMD_ADDRESS=127.0.0.1 \
        RABBITMQ_NODENAME=swpt@localhost \
        RABBITMQ_DIST_PORT="$(port 2)" \
        RABBITMQ_CONF_ENV_FILE="$folder/rabbitmq-env.conf" \
        RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf" \
        RABBITMQ_ADVANCED_CONFIG_FILE="$folder/advanced.config" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$folder/enabled_plugins" \
        RABBITMQ_GENERATED_CONFIG_DIR="$folder/config" \
        RABBITMQ_MNESIA_BASE="$folder/data" \
        RABBITMQ_FEATURE_FLAGS_FILE="$folder/data/feature_flags" \
        RABBITMQ_PLUGINS_EXPAND_DIR="$folder/plugins" \
        RABBITMQ_LOG_BASE="$folder" RABBITMQ_LOGS=- \
        RABBITMQ_PID_FILE="$folder/pid" \
        RABBITMQ_ALLOW_INPUT=1 \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-noinput -kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none" \
        "$(broker_program)"
}

start_epmd() {
    is_running epmd && return 0
    start_process epmd "${AS_ACCOUNT_OR_ROOT[@]}" epmd -address 127.0.0.1 -port "$(port 3)"
    await epmd "$(port 3)" 30 epmd_answers
}

epmd_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$(port 3)"); }

write_broker_configuration() {
    local folder=$1
    cat >"$folder/rabbitmq.conf" <<TEXT
listeners.tcp.1 = 127.0.0.1:$(port 1)
disk_free_limit.absolute = 64MB
log.console.level = warning
load_definitions = $folder/definitions.json
TEXT
    write_broker_definitions >"$folder/definitions.json"
    echo '[rabbitmq_random_exchange].' >"$folder/enabled_plugins"
    : >"$folder/rabbitmq-env.conf"
    echo '[].' >"$folder/advanced.config"
    mkdir -p "$folder/data"
    [ -z "$ACCOUNT" ] || chown "$ACCOUNT" "$folder"/{rabbitmq.conf,enabled_plugins,rabbitmq-env.conf,advanced.config,definitions.json,data}
}

# Whoever gives definitions gets nothing else: the usual virtual host and user are among them.
write_broker_definitions() {
    local hosts=(/ "$INTERNAL_HOST") host lines=() permissions=()
    for host in "${hosts[@]}"; do
        lines+=("{\"name\": \"$host\"}")
        permissions+=("{\"user\": \"guest\", \"vhost\": \"$host\", \"configure\": \".*\", \"write\": \".*\", \"read\": \".*\"}")
    done
    local IFS=,
    cat <<TEXT
{"vhosts": [${lines[*]}], "permissions": [${permissions[*]}],
 "users": [{"name": "guest", "tags": "administrator", "hashing_algorithm": "rabbit_password_hashing_sha256",
            "password_hash": "$(password_hash guest)"}]}
TEXT
}

# As RabbitMQ keeps them: a salt of four bytes, then the SHA-256 of it and the password.
password_hash() {
    local hash
    hash=$(printf 'salt%s' "$1" | sha256sum | cut -c1-64 | sed 's/../\\x&/g')
    printf 'salt%b' "$hash" | base64 -w0
}

await_broker() {
    await broker "$(port 1)" 120 broker_answers
}

# RabbitMQ opens its listener last. It answers the protocol header with a frame, whose first byte is 1.
broker_answers() {
    local byte=""
    (
        exec 3<>"/dev/tcp/127.0.0.1/$(port 1)" || exit 1
        printf 'AMQP\x00\x00\x09\x01' >&3
        IFS= read -r -t 5 -n 1 byte <&3 && [ "$byte" = $'\x01' ]
    ) 2>/dev/null
}

# limit_memory_of_broker SHARE: of the machine's memory. Above it, so always above 0, the broker takes no messages.
limit_memory_of_broker() {
    local folder="$DIR/broker"
    "${AS_ACCOUNT_OR_ROOT[@]}" env -u ERL_AFLAGS -u ERL_ZFLAGS HOME="$folder" ERL_EPMD_PORT="$(port 3)" ERL_EPMD_ADDRESS=127.0.0.1 \
        RABBITMQ_NODENAME=swpt@localhost RABBITMQ_CONF_ENV_FILE="$folder/rabbitmq-env.conf" \
        "$(dirname "$(broker_program)")/rabbitmqctl" --quiet set_vm_memory_high_watermark "$1"
}

# A broker that is still starting does not listen to SIGTERM, and has nothing to save.
stop_broker() {
    local seconds=60
    broker_answers || seconds=3
    stop_process broker TERM "$seconds"
    stop_process epmd
}
