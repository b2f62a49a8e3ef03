# What PostgreSQL, RabbitMQ and Redis have in common: the account, the folder, addresses. Sourced, never run.

# PostgreSQL refuses to run as root. Root's stack runs under the account that Debian's package made (or nobody).
find_account() {
    ACCOUNT="" AS_ACCOUNT=() AS_ACCOUNT_OR_ROOT=()
    [ "$(id -u)" = 0 ] || return 0
    ACCOUNT=postgres
    id postgres >/dev/null 2>&1 || ACCOUNT=nobody
    AS_ACCOUNT=(setpriv "--reuid=$ACCOUNT" "--regid=$(id -gn "$ACCOUNT")" --clear-groups)
    AS_ACCOUNT_OR_ROOT=("${AS_ACCOUNT[@]}")
}

prepare_directory() {
    mkdir -p "$RUN" "$LOGS" "$DIR/postgres" "$DIR/broker" "$DIR/redis" || fail "cannot write in $DIR"
    echo "$PORT_BASE" >"$DIR/port-base"
    local free
    free=$(df -Pk "$DIR" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge 262144 ] || fail "the disk that holds $DIR has only $free kB left; a stack needs 262144 kB to start"
    [ -n "$ACCOUNT" ] || return 0
    chown "$ACCOUNT" "$DIR/postgres" "$DIR/broker" "$DIR/redis"
    "${AS_ACCOUNT[@]}" touch "$DIR/postgres/reachable" 2>/dev/null && return 0
    # A folder below a private one (say /root): PostgreSQL keeps root's right to pass through, though not root's name. The others may
    # run as root; RabbitMQ asks access(2), which knows no such right.
    AS_ACCOUNT_OR_ROOT=()
    AS_ACCOUNT+=(--inh-caps=+dac_override --ambient-caps=+dac_override)
    "${AS_ACCOUNT[@]}" touch "$DIR/postgres/reachable" 2>/dev/null ||
        fail "the account $ACCOUNT, under which root's servers run, cannot enter $DIR: give another --dir"
}

start_servers() {
    start_postgres
    start_broker
    start_redis
    await_postgres
    create_databases
    await_broker
    await_redis
}

# await NAME PORT SECONDS COMMAND...: until COMMAND succeeds; gives up when the process dies, somebody else has the port, or the time is
# over.
await() {
    local name=$1 port=$2 seconds=$3 until
    shift 3
    until=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        is_running "$name" || give_up_start "$name" "$port" "ended while it was starting"
        [ "$SECONDS" -lt "$until" ] || give_up_start "$name" "$port" "did not become ready within $seconds s"
        sleep 0.1
    done
    # The answer may have come from a stranger.
    is_running "$name" || give_up_start "$name" "$port" "ended while it was starting"
    ! is_stranger_at "$port" "$name" || give_up_start "$name" "$port" "did not get its port"
}

give_up_start() {
    ! is_stranger_at "$2" "$1" || warn "port $2 was taken meanwhile$(owner_of_port "$2"), and $1 needs it"
    give_up "$1 $3" "$LOGS/$1.log"
}

postgres_url() { echo "postgresql://$1:$1@127.0.0.1:$(port 0)/${2-$1}"; }
broker_url() { echo "amqp://guest:guest@127.0.0.1:$(port 1)${1:+/$1}"; }
redis_url() { echo "redis://127.0.0.1:$(port 4)/0"; }
node_url() { echo "http://127.0.0.1:$(port "$1")"; }

print_environment() {
    local line name
    while IFS= read -r line; do
        name=${line%%=*}
        # The nodes have got the base currency that the caller has chosen, and he keeps it.
        case $name in BASE_DEBTOR_*) [ -z "${!name-}" ] || belongs_to_another_stack "$name" || continue ;; esac
        printf 'export %s=%q\n' "$name" "${line#*=}"
    done < <(addresses)
}

# NAME=value lines: what `env` prints, and the addresses that the nodes get.
addresses() {
    [ "$(option internal-broker)" = no ] || echo "INTERNAL_BROKER_URL=$(broker_url "$INTERNAL_HOST")"
    [ "$(option trade-workers)" = 1 ] || echo "WORKER_2_POSTGRES_URL=$(postgres_url swpt_worker_2)"
    cat <<TEXT
CREDITORS_URL=$(node_url 6)
DEBTORS_URL=$(node_url 5)
TRADE_ADMIN_URL=$(node_url 7)
SANDBOX_URL=$(node_url 8)
DOCUMENTS_URL=https://127.0.0.1:$(port 9)/documents
BASE_DEBTOR_ID=${BASE_DEBTOR_ID:-$(development_value trade BASE_DEBTOR_ID)}
BASE_DEBTOR_INFO_LOCATOR=https://127.0.0.1:$(port 9)/documents/base
PROTOCOL_BROKER_URL=$(broker_url)
CREDITORS_POSTGRES_URL=$(postgres_url swpt_creditors)
DEBTORS_POSTGRES_URL=$(postgres_url swpt_debtors)
SOLVER_POSTGRES_URL=$(postgres_url swpt_solver)
WORKER_POSTGRES_URL=$(postgres_url swpt_worker)
REDIS_URL=$(redis_url)
TEST_POSTGRES_URL=$(postgres_url postgres)
TEST_BROKER_URL=$(broker_url)
TEST_REDIS_URL=$(redis_url)
TEST_POSTGRES_CONTROL=$DIR/control-postgres
TEST_BROKER_CONTROL=$DIR/control-broker
TEST_REDIS_CONTROL=$DIR/control-redis
TEST_DEBTORS_CONTROL=$DIR/control-debtors
TEST_CREDITORS_CONTROL=$DIR/control-creditors
TEST_SANDBOX_CONTROL=$DIR/control-sandbox
TEST_TRADE_CONTROL=$DIR/control-trade
STACK_PORT_BASE=$PORT_BASE
STACK_DIR=$DIR
TEXT
}

# development_value NODE NAME: what services/NODE/development.env says.
development_value() { sed -n "s/^$2=//p" "$ROOT/services/$1/development.env"; }

# For tests that stop and start something: programs that take start, stop, restart or kill.
write_control_scripts() {
    local name
    for name in postgres broker redis "${CHOSEN[@]}" $(node_processes); do
        printf '#!/bin/sh\nexec %q control %s "$@" --dir %q\n' "$ROOT/scripts/stack" "$name" "$DIR" >"$DIR/control-$name"
        chmod 755 "$DIR/control-$name"
    done
}
