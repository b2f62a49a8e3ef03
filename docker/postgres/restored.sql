-- After a database was put back to an earlier state, and before a node is started on it. Run as the user of the node:
-- psql "$POSTGRES_URL" -v ON_ERROR_STOP=1 -f restored.sql (of Circular Trade: with SOLVER_POSTGRES_URL or WORKER_POSTGRES_URL)
BEGIN;

-- Numbers that were given since must not be given again. Leaves a gap in every sequence of the current schema, wide enough for hours of
-- work at the greatest rate that was measured.
DO $$
DECLARE
    numbers record;
BEGIN
    FOR numbers IN SELECT schemaname, sequencename, data_type, last_value FROM pg_sequences WHERE schemaname = current_schema() LOOP
        PERFORM setval(
            format('%I.%I', numbers.schemaname, numbers.sequencename)::regclass,
            coalesce(numbers.last_value, 0) + CASE WHEN numbers.data_type = 'bigint'::regtype THEN 1000000000 ELSE 10000 END);
    END LOOP;
END
$$;

-- So must the numbers by which others tell a newer state from an older one: Circular Trade and wallets have seen higher ones than the rows
-- have now, and would take every change for an old one. What nobody changes from now on stays as they know it.
DO $$
DECLARE
    number record;
BEGIN
    FOR number IN
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND is_updatable = 'YES' AND data_type = 'bigint'
            AND (column_name LIKE '%update_id'
                AND table_name IN ('account', 'account_data', 'creditor', 'debtor', 'pin', 'running_transfer')
                OR table_name = 'creditor' AND column_name = 'last_log_entry_id'
                OR table_name = 'account_data' AND column_name = 'ledger_last_entry_id')
    LOOP
        EXECUTE format('UPDATE %I SET %2$I = %2$I + 1000000', number.table_name, number.column_name);
    END LOOP;
END
$$;

-- The solver's database: a turn whose trades were not decided yet is given up. Its workers may have got decisions since, and are not to get
-- others. A turn whose trades were decided goes on: who has not taken over his share yet does it now.
DO $$
DECLARE
    given_up integer[];
    rows_of_turn text;
BEGIN
    IF to_regclass(format('%I.turn', current_schema())) IS NULL THEN RETURN; END IF;
    WITH changed AS (
        UPDATE turn
        SET phase = 4, phase_deadline = NULL, collection_started_at = now(), collection_deadline = coalesce(collection_deadline, now())
        WHERE phase < 3
        RETURNING turn_id
    )
    SELECT array_agg(turn_id) INTO given_up FROM changed;
    FOREACH rows_of_turn IN ARRAY
        ARRAY['debtor_info', 'confirmed_debtor', 'hoarded_currency', 'currency_info', 'sell_offer', 'buy_offer'] LOOP
        EXECUTE format('DELETE FROM %I WHERE turn_id = ANY($1)', rows_of_turn) USING given_up;
    END LOOP;
END
$$;

-- A worker's database of Circular Trade: what collectors may have paid in the lost time is not paid again, and what they may have sold is
-- not sold again: it would be with other people's money. Of the turns whose trades the worker knows nothing is collected, sent or handed
-- out any more. Who has not got his share, as far as is known, stays in worker_dispatching for as long as ever. Surpluses are found out
-- anew.
DO $$
BEGIN
    IF to_regclass(format('%I.worker_dispatching', current_schema())) IS NULL THEN RETURN; END IF;
    DELETE FROM transfer_attempt;
    DELETE FROM worker_collecting;
    DELETE FROM worker_sending;
    DELETE FROM worker_receiving;
    UPDATE dispatching_status
    SET started_sending = true, total_collected_amount = coalesce(total_collected_amount, 0), all_sent = true,
        started_dispatching = true, total_received_amount = coalesce(total_received_amount, 0), awaiting_signal_flag = false;
    UPDATE worker_account SET surplus_amount = 0, surplus_spent_amount = 0;
    UPDATE needed_worker_account SET blocked_amount_ts = '1970-01-01T00:00:00Z';
END
$$;

COMMIT;
