# Rows of OPS 5.2 about databases: 6, 7, 8, 16, 19. Sourced, never run.

# Once, before all rows: the tables of Circular Trade, which the compose file has no container for.
configure_trade() {
    wait_for 120 "the tables of Circular Trade cannot be made" once --rm trade configure
}

# empty_schema NAME: a user with an empty schema, like the others.
empty_schema() {
    sql test "DROP SCHEMA IF EXISTS $1 CASCADE" >/dev/null
    sql test "DROP ROLE IF EXISTS $1" >/dev/null
    sql test "CREATE ROLE $1 LOGIN PASSWORD '$1'" >/dev/null
    sql test "CREATE SCHEMA $1 AUTHORIZATION $1" >/dev/null
}

row_6() {
    local url plain
    plain=$(database_url swpt_creditors)
    for url in "$plain" "${plain/+psycopg/+psycopg2}" "${plain/+psycopg/}" "${plain/postgresql+psycopg/postgres}"; do
        expect_status 0 once --rm -e "POSTGRES_URL=$url" creditors configure
    done
}

row_7() {
    empty_schema waiting
    background awaiting --memory 100m -e "POSTGRES_URL=$(database_url waiting)" creditors await_migrations
    background without-database --memory 100m -e "POSTGRES_URL=postgresql://a:b@nowhere:5432/test" creditors await_migrations
    sleep 12 # One look is at the start, the next after 10 s.
    expect "await_migrations without tables" "running 0" "$(status_of awaiting)"
    expect_status 0 once --rm --memory 100m -e "POSTGRES_URL=$(database_url waiting)" creditors configure
    wait_for 20 "await_migrations does not see the tables" is_in_state awaiting "exited 0"
    expect "await_migrations without a database" "running 0" "$(status_of without-database)"
}

row_8() {
    local from
    empty_schema concurrent
    background first --memory 100m -e "POSTGRES_URL=$(database_url concurrent)" creditors configure
    background second --memory 100m -e "POSTGRES_URL=$(database_url concurrent)" creditors configure
    wait_for 40 "the first configure" is_in_state first "exited 0"
    wait_for 40 "the second configure" is_in_state second "exited 0"
    from=$SECONDS
    expect_status 1 once --rm --memory 100m -e POSTGRES_URL=postgresql://a:b@127.0.0.1:1/test creditors configure
    from=$((SECONDS - from))
    if [ "$from" -lt 31 ] || [ "$from" -gt 45 ]; then echo "configure has ended after $from s"; return 1; fi
    expect_status 0 once --rm -e WORKER_POSTGRES_URL= -e PROTOCOL_BROKER_URL=amqp://nowhere \
        -e SETUP_RABBITMQ_BINDINGS=yes trade configure solver
    expect_status 0 once --rm -e SETUP_RABBITMQ_BINDINGS=yes trade configure worker
}

row_16() {
    local before
    sql swpt_creditors "CREATE TABLE IF NOT EXISTS shard_split_guard (id smallint PRIMARY KEY, value text)" >/dev/null
    expect_status 0 once --rm creditors configure
    expect_status 0 once --rm creditors verify_shard_content
    empty_schema read_only
    expect_status 0 once --rm -e "POSTGRES_URL=$(database_url read_only)" creditors configure
    sql test "ALTER ROLE read_only SET default_transaction_read_only = on" >/dev/null
    before=$(sql read_only "SELECT count(*) FROM pg_stat_user_tables WHERE schemaname = 'read_only'")
    expect_status 0 once --rm -e "POSTGRES_URL=$(database_url read_only)" creditors await_migrations
    expect_status 0 once --rm -e "POSTGRES_URL=$(database_url read_only)" creditors verify_shard_content
    background on-a-standby -e "POSTGRES_URL=$(database_url read_only)" creditors all
    wait_for 30 "all has not started" has_logged on-a-standby "Started all"
    sleep 3
    expect "all on a standby" "running 0" "$(status_of on-a-standby)"
    expect "tables" "$before" "$(sql read_only "SELECT count(*) FROM pg_stat_user_tables WHERE schemaname = 'read_only'")"
}

row_19() {
    expect_status 0 once --rm -e TURN_CHECK_INTERVAL=5s -e APP_ROLL_TURNS_WAIT=60 -e APP_TURN_PHASE_CUSHION_PERIOD=5m \
        -e APP_TURN_PHASE2_CUSHION_RATIO=0.1 -e OFFERS_POURING_DURATION= -e TRIGGER_TRANSFERS_PERIOD=5.0 \
        -e HANDLE_PRISTINE_COLLECTORS_PERIOD=60.0 -e APP_HANDLE_PRISTINE_COLLECTORS_WAIT=600 -e OWNER_CREDITOR_ID=0x00000100ffffffff \
        -e TRANSFERS_COLLECTOR_LIMIT=100000 -e SOLVER_INCREASED_WORK_MEM=50MB -e APP_VERIFY_SSL_CERTS=False -e SQA_OPT_OUT=true \
        -e FLASK_APP=swpt_trade -e PYTHONPATH=/usr/src/app -e GUNICORN_LOGLEVEL=warning -e NO_SUCH_VARIABLE=x trade configure solver
}
