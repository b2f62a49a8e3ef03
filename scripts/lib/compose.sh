# A compose project: started, looked into, stopped. Needs lib/engine.sh. Sourced, never run.

# COMPOSE: the words before the arguments of the compose command that belongs to the engine.
find_compose() {
    find_engine
    case $ENGINE in
        docker)
            docker compose version >/dev/null 2>&1 || fail "docker has no compose plugin"
            COMPOSE=(docker compose)
            # Images that were built here have no name before theirs.
            export REGISTRY=""
            ;;
        podman)
            command -v podman-compose >/dev/null || fail "missing: podman-compose (a Debian package)"
            COMPOSE=(podman-compose)
            ;;
    esac
}

# compose ARGUMENT...: for the project PROJECT of the file COMPOSE_YML, with its output in LOGS/compose.log.
compose() {
    attended "${COMPOSE[@]}" -p "$PROJECT" -f "$COMPOSE_YML" "$@" >>"$LOGS/compose.log" 2>&1
}

# container_of SERVICE: its ID; empty when there is none. What the names are made of differs between engines, the labels do not.
container_of() {
    "$ENGINE" ps -aq --filter "label=com.docker.compose.project=$PROJECT" --filter "label=com.docker.compose.service=$1" | head -n 1
}

services() {
    "$ENGINE" ps -a --filter "label=com.docker.compose.project=$PROJECT" \
        --format '{{index .Labels "com.docker.compose.service"}}' | sort -u
}

# within SERVICE COMMAND...: in its container.
within() {
    local service=$1
    shift
    "$ENGINE" exec "$(container_of "$service")" "$@"
}

# state_of SERVICE: "running 0", "exited 1" and so on.
state_of() { "$ENGINE" inspect -f '{{.State.Status}} {{.State.ExitCode}}' "$(container_of "$1")" 2>/dev/null; }

# wait_for SECONDS WHAT COMMAND...: until the command succeeds.
wait_for() {
    local seconds=$1 what=$2 until
    shift 2
    until=$((SECONDS + seconds))
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$until" ] || { warn "$what: not within $seconds s"; return 1; }
        sleep 0.5
    done
}

has_succeeded() { [ "$(state_of "$1")" = "exited 0" ]; }

# save_logs: what every container has written, in LOGS/SERVICE.log.
save_logs() {
    local service
    for service in $(services); do
        "$ENGINE" logs "$(container_of "$service")" >"$LOGS/$service.log" 2>&1 || true
    done
}
