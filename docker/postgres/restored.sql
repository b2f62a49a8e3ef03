-- After a database was put back to an earlier state, and before a node is started on it: numbers that were given since must not be given
-- again. Leaves a gap in every sequence of the current schema, wide enough for hours of work at the greatest rate that was measured.
-- Run as the user of the node: psql "$POSTGRES_URL" -f restored.sql
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
