# Rows of OPS 5.2 about the message broker: 9, 10, 11. Sourced, never run.

rabbit() { within rabbitmq rabbitmqctl -q "$@"; }

row_9() {
    local node command
    for node in "${NODE_NAMES[@]}"; do
        for command in subscribe subscribe unsubscribe unsubscribe delete_queue delete_queue; do
            # The databases are nowhere: whoever looked for them would fail.
            expect_status 0 once --rm -e POSTGRES_URL= -e SOLVER_POSTGRES_URL= -e WORKER_POSTGRES_URL= \
                -e "PROTOCOL_BROKER_QUEUE=row9_$node" "$node" "$command"
        done
    done
    expect "queues that are left" "row9_creditors.XQ row9_debtors.XQ row9_trade.XQ" \
        "$(rabbit list_queues --no-table-headers name | grep row9 | sort | paste -sd' ')"
}

row_10() {
    local name address
    background idle-consumer -e PROTOCOL_BROKER_PROCESSES=0 creditors consume_messages
    background idle-flusher -e FLUSH_PROCESSES=0 creditors flush_all
    wait_for 30 "the consumer has not started" has_logged idle-consumer Started
    wait_for 30 "the flusher has not started" has_logged idle-flusher Started
    sleep 3
    for name in idle-consumer idle-flusher; do
        expect "$name" "running 0" "$(status_of "$name")"
        address=$("$ENGINE" inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$PROJECT-$name")
        expect "connections of $name" "" "$(rabbit list_connections --no-table-headers peer_host | grep -Fx "$address" || true)"
    done
    background others -e PROTOCOL_BROKER_PROCESSES=0 -e FLUSH_PROCESSES=0 creditors all
    wait_for 30 "all does not answer" answers_on_8080 "$PROJECT-others" /creditors/health/check/public
}

# Everything that the broker has, one line each.
objects() {
    rabbit list_exchanges --no-table-headers name type durable arguments | grep -v '^amq[.]' | grep -v '^[[:space:]]' | sed 's/^/exchange /'
    rabbit list_queues --no-table-headers name durable arguments | sed 's/^/queue /'
    rabbit list_bindings --no-table-headers source_name destination_name destination_kind routing_key arguments |
        grep -v '^[[:space:]]' | sed 's/^/binding /'
}

row_11() {
    local node
    for node in "${NODE_NAMES[@]}"; do
        expect_status 0 once --rm -e "PROTOCOL_BROKER_QUEUE=q_$node" -e PROTOCOL_BROKER_QUEUE_ROUTING_KEY='1.0.#' "$node" subscribe
    done
    # Exchanges are shared; queues of other containers do not count.
    objects | grep -vE 'sandbox|swpt_|row9_' | tr '\t' ' ' | LC_ALL=C sort >"$LOGS/objects"
    diff -u "$ROOT/Tests/Images/broker-objects.txt" "$LOGS/objects"
}
