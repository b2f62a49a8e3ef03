# Rows of OPS 5.2 about starting: 1 to 5, 12, 13, 17. Sourced, never run.
# What stands in single quotes is for the shell, or awk, in a container.
# shellcheck disable=SC2016

NODE_NAMES=(creditors debtors trade)

default_of() { case $1 in trade) echo worker ;; *) echo all ;; esac; }

row_1() {
    local node
    for node in "${NODE_NAMES[@]}"; do
        background "default-$node" "$node"
        wait_for 30 "$node has not started" has_logged "default-$node" "Started $(default_of "$node")"
    done
}

SHARED_COMMANDS=(webserver configure await_migrations consume_messages flush_all flush_configure_accounts flush_prepare_transfers
    flush_finalize_transfers flush_messages subscribe unsubscribe delete_queue verify_shard_content develop-run-flask test)

# commands_of NODE: OPS 3.2, 3.6, 3.7, 3.8, 3.9.
commands_of() {
    printf '%s\n' "${SHARED_COMMANDS[@]}"
    case $1 in
        creditors)
            printf '%s\n' all flush_updated_{ledgers,policies,flags} flush_rejected_configs process_{log_additions,ledger_updates} \
                scan_{creditors,accounts,log_entries,ledger_entries,committed_transfers}
            ;;
        debtors) printf '%s\n' all scan_debtors ;;
        trade)
            printf '%s\n' solver worker consume_internal_messages roll_turns roll_worker_turns roll_transfers fetch_debtor_infos \
                trigger_transfers handle_pristine_collectors replay_delayed_account_transfers apply_collector_changes scan_all \
                flush_{fetch_debtor_infos,store_documents,discover_debtors,confirm_debtors,activate_collectors,candidate_offers} \
                flush_{needed_collectors,revise_account_locks,trigger_transfers,account_id_requests,account_id_responses} \
                flush_{start_sendings,start_dispatchings,replayed_account_transfers,calculate_surpluses} \
                scan_{debtor_info_documents,debtor_locator_claims,trading_policies,worker_accounts,interest_rate_changes} \
                scan_{needed_worker_accounts,recently_needed_collectors,account_locks,creditor_participations} \
                scan_{dispatching_statuses,worker_collectings,worker_sendings,worker_receivings,worker_dispatchings,transfer_attempts}
            ;;
    esac
}

# One container for each node: its own executable is the program that is called again and again.
row_2() {
    local node missing="" commands
    for node in "${NODE_NAMES[@]}"; do
        mapfile -t commands < <(commands_of "$node")
        missing+=$(once "$node" sh -c '
            for command in "$@"; do
                /usr/src/app/entrypoint.sh "$command" --help >/dev/null 2>&1 || echo "'"$node"': $command"
            done' - "${commands[@]}")
        expect_status 127 once "$node" no_such_command
        expect_status 2 once "$node" configure --no-such-option
    done
    expect "commands that are missing" "" "$missing"
}

row_3() {
    local node
    for node in "${NODE_NAMES[@]}"; do
        expect "$node: account and capabilities" "swpt_$node 0000000000000000 1" \
            "$(once "$node" sh -c \
                'echo "$(id -un) $(sed -n "s/^CapEff:\t//p" /proc/self/status) $(sed -n "s/^NoNewPrivs:\t//p" /proc/self/status)"')"
        expect "$node: the group" "swpt_$node" "$(once "$node" id -gn)"
    done
}

row_4() {
    expect_status 0 once --user 123456:7 creditors configure
    background other-account --user 123456:7 creditors webserver
    wait_for 30 "no answer" answers_on_8080 "$PROJECT-other-account" /creditors/health/check/public
    expect "a file could be written" "" \
        "$(once --user 123456:7 creditors sh -c 'touch /tmp/x /usr/src/app/x 2>/dev/null && echo written' || true)"
}

row_5() {
    local node
    for node in "${NODE_NAMES[@]}"; do
        background "port-$node" "$node" webserver
        wait_for 30 "$node does not answer" answers_on_8080 "$PROJECT-port-$node" "/$node/health/check/public"
    done
}

row_12() {
    local node
    for node in "${NODE_NAMES[@]}"; do
        background "json-$node" -e APP_LOG_FORMAT=json "$node" "$(default_of "$node")"
        wait_for 30 "$node has not started" has_logged "json-$node" '"message":"Started '
        "$ENGINE" stop -t 10 "$PROJECT-json-$node" >/dev/null
        expect "$node: lines that are no JSON with a level" "" \
            "$(logs_of "json-$node" | grep -vE '^\{.*"levelname":"(DEBUG|INFO|WARNING|ERROR|CRITICAL)".*\}$' || true)"
    done
}

# long_running_of NODE
long_running_of() {
    case $1 in
        creditors)
            echo all webserver consume_messages flush_all process_log_additions process_ledger_updates scan_accounts await_migrations
            ;;
        debtors) echo all webserver consume_messages flush_all scan_debtors await_migrations ;;
        trade) echo solver worker webserver consume_messages flush_all roll_turns await_migrations ;;
    esac
}

row_13() {
    local node command from options
    for node in "${NODE_NAMES[@]}"; do
        for command in $(long_running_of "$node"); do
            options=()
            # It ends by itself where the tables are there.
            [ "$command" != await_migrations ] ||
                options=(-e POSTGRES_URL="$(database_url nobody)" -e SOLVER_POSTGRES_URL="$(database_url nobody)")
            background "stop-$node-$command" "${options[@]}" "$node" "$command"
            wait_for 30 "$node $command has not started" has_logged "stop-$node-$command" 'Started|Waiting for'
            from=$SECONDS
            "$ENGINE" stop -t 20 "$PROJECT-stop-$node-$command" >/dev/null
            echo "$node $command: $((SECONDS - from)) s, $(status_of "stop-$node-$command")"
            [ $((SECONDS - from)) -lt 10 ] || { echo "$node $command took too long"; return 1; }
            ! is_in_state "stop-$node-$command" "exited 137" || { echo "$node $command was killed"; return 1; }
        done
    done
}

row_17() {
    local node
    for node in "${NODE_NAMES[@]}"; do
        expect_status 0 once "$node" sh -c \
            'psql --version && grep -q "BEGIN CERTIFICATE" /etc/ssl/certs/ca-certificates.crt && [ -x /usr/src/app/entrypoint.sh ]'
        expect "$node: psql reaches the database" 1 \
            "$(once "$node" psql "$(database_url swpt_creditors | sed 's/+psycopg//')" -X -qtA -c 'SELECT 1')"
    done
}
