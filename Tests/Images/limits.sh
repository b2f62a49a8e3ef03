# Rows of OPS 5.2 about endurance: 22, 23. Sourced, never run.
# What stands in single quotes is for the shell, or awk, in a container.
# shellcheck disable=SC2016

row_22() {
    local server
    for server in rabbitmq postgres; do
        "$ENGINE" restart -t 20 "$(container_of "$server")" >/dev/null 2>&1
        wait_for 120 "creditors are not ready after a restart of $server" answers_on_8080 creditors /creditors/health/ready/public
        wait_for 120 "messages are not consumed after a restart of $server" is_consumed
        expect "restarts of the container after a restart of $server" 0 \
            "$("$ENGINE" inspect -f '{{.RestartCount}}' "$(container_of creditors)")"
    done
    [ "$(new_creditor | awk 'NR == 1 { print $2 }')" = 200 ]
}

is_consumed() {
    within rabbitmq rabbitmqctl -q list_queues --no-table-headers name consumers |
        awk '$1 == "swpt_creditors" { n = $2 } END { exit n == 0 }'
}

# What manifests ask for (OPS 5.1), in MiB: NODE COMMAND REQUEST.
MEMORY=(
    "creditors webserver 130" "creditors all 688" "creditors consume_messages 80" "creditors flush_all 84"
    "debtors webserver 119" "debtors all 302" "debtors consume_messages 73" "debtors flush_all 82"
    "trade solver 94" "trade worker 579" "trade consume_messages 100" "trade flush_all 80"
)

row_23() {
    local entry node command request mib worst=0
    for entry in "${MEMORY[@]}"; do
        read -r node command request <<<"$entry"
        background "memory-$node-$command" --memory "${request}m" "$node" "$command"
        wait_for 30 "$node $command has not started" has_logged "memory-$node-$command" Started
    done
    sleep 10
    for entry in "${MEMORY[@]}"; do
        read -r node command request <<<"$entry"
        mib=$(resident_mib "memory-$node-$command")
        printf '%-10s %-18s %4d MiB of %4d MiB\n' "$node" "$command" "$mib" "$request"
        [ "$mib" -le "$request" ] || worst=1
        expect "$node $command" running "$(status_of "memory-$node-$command" | cut -d' ' -f1)"
    done
    return "$worst"
}

# Of the process: what it has in memory, shared libraries included.
resident_mib() { "$ENGINE" exec "$PROJECT-$1" awk '/^VmRSS:/ { printf "%d", $2 / 1024 + 1 }' /proc/1/status; }
