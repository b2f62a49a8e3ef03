# Containers that a row starts. Sourced, never run.

# As manifests start them, and stricter: no capability, no new privileges, nothing to write on.
STRICT=(--read-only --cap-drop all --security-opt no-new-privileges)

image() { echo "localhost/swpt_$1:latest"; }
[ "${ENGINE-}" != docker ] || image() { echo "swpt_$1:latest"; }

# VARIABLES: the options that give a node what the compose file gives it.
variables_of() {
    local name
    VARIABLES=(-e "RES_OPTIONS=timeout:1 attempts:5" -e "APP_LOG_LEVEL=info" -e "PROTOCOL_BROKER_URL=amqp://guest:guest@rabbitmq:5672"
        -e "OAUTH2_INTROSPECT_URL=http://sandbox:8080/oauth2/introspect")
    case $1 in
        creditors) VARIABLES+=(-e "POSTGRES_URL=$(database_url swpt_creditors)" -e PROTOCOL_BROKER_QUEUE=swpt_creditors) ;;
        debtors)
            VARIABLES+=(-e "POSTGRES_URL=$(database_url swpt_debtors)" -e PROTOCOL_BROKER_QUEUE=swpt_debtors
                -e MIN_DEBTOR_ID=0x1234abcd00000000 -e MAX_DEBTOR_ID=0x1234abcd00ffffff)
            ;;
        trade)
            VARIABLES+=(-e "SOLVER_POSTGRES_URL=$(database_url swpt_solver)" -e "WORKER_POSTGRES_URL=$(database_url swpt_worker_0)"
                -e BASE_DEBTOR_ID=666 -e BASE_DEBTOR_INFO_LOCATOR=https://example.com/base -e PROTOCOL_BROKER_QUEUE=swpt_trade_0)
            ;;
    esac
}

database_url() { echo "postgresql+psycopg://$1:$1@postgres:5432/test?connect_timeout=10"; }

# once [OPTION...] NODE COMMAND...: runs a command of a node to its end.
once() { started --rm "$@"; }

# background NAME [OPTION...] NODE COMMAND...: starts a command of a node, which `remove_started` removes.
background() {
    local name=$1
    shift
    started -d --name "$PROJECT-$name" "$@" >/dev/null
}

started() {
    local options=()
    while [[ $1 == -* ]]; do
        case $1 in
            --rm | -d | --read-only) options+=("$1"); shift ;;
            *) options+=("$1" "$2"); shift 2 ;;
        esac
    done
    local node=$1
    shift
    variables_of "$node"
    "$ENGINE" run "${STRICT[@]}" --label "$PROJECT.row=yes" --network "$NETWORK" "${VARIABLES[@]}" "${options[@]}" \
        "$(image "$node")" "$@"
}

remove_started() {
    local container
    for container in $("$ENGINE" ps -aq --filter "label=$PROJECT.row=yes"); do
        "$ENGINE" rm -f -t 1 "$container" >/dev/null 2>&1 || true
    done
}

logs_of() { "$ENGINE" logs "$PROJECT-$1" 2>&1; }
status_of() { "$ENGINE" inspect -f '{{.State.Status}} {{.State.ExitCode}}' "$PROJECT-$1"; }
has_logged() { logs_of "$1" | grep -qE "$2"; }
is_in_state() { [ "$(status_of "$1")" = "$2" ]; }

# expect WHAT EXPECTED ACTUAL
expect() { [ "$2" = "$3" ] || { echo "$1: expected '$2', was '$3'"; return 1; }; }

# expect_status STATUS COMMAND...: what the command writes is in the log of the row.
expect_status() {
    local expected=$1 code=0
    shift
    echo "\$ $*"
    "$@" || code=$?
    expect "status of $*" "$expected" "$code"
}

# sql SCHEMA STATEMENT: as its owner.
sql() { within postgres psql -X -qtA -h /tmp -d test -U "$1" -c "$2"; }

# http METHOD HOST PATH [HEADER...]: the response of port 8080, seen from another container. BODY is sent, if it is set.
http() {
    # shellcheck disable=SC2016
    within story bash -c '
        method=$1 host=$2 path=$3 body=$4
        shift 4
        # The name server of a container network can be silent while containers come and go.
        export RES_OPTIONS="timeout:1 attempts:2"
        tries=1
        until exec 3<>"/dev/tcp/$host/8080"; do [ $((tries++)) -lt 5 ] || exit 1; done
        printf "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n" "$method" "$path" "$host" >&3
        printf "%s\r\n" "$@" "Content-Type: application/json" "Content-Length: ${#body}" >&3
        printf "\r\n%s" "$body" >&3
        timeout 10 cat <&3' - "$1" "$2" "$3" "${BODY-}" "${@:4}" | tr -d '\r'
}

# http_status METHOD HOST PATH [HEADER...]
http_status() { http "$@" | awk 'NR == 1 { print $2 }'; }

# header_of NAME: of the response on standard input.
header_of() {
    awk -v name="$1" 'BEGIN { FS = ": " } /^$/ { exit } tolower($1) == tolower(name) { print substr($0, length($1) + 3); exit }'
}

answers_on_8080() { [ "$(http_status GET "$1" "$2")" = 200 ]; }
