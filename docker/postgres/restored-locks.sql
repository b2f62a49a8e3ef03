-- For every worker, after the database of one of them was put back to an earlier state, or the solver's, and all turns are over that had
-- begun by then (GET /trade/turns): what was decided about an account in the lost time will not be said again, neither will what its ledger
-- was then, and what was not handed out may stay so. An account whose lock stayed would be left out of every turn for a year, or until
-- something else happens to it. What is still set aside at an authority is dismissed when the authority reminds of it.
-- psql "$WORKER_POSTGRES_URL" -v turn=NUMBER -f restored-locks.sql: with the number of the last of these turns. Takes twelve seconds.

-- What the last of these turns has released is released by now. News of a ledger that the restored worker has forgotten do not come again.
-- Longer than the ten seconds below, so that whatever was released before is older.
DO $$ BEGIN PERFORM pg_sleep(12); END $$;

DELETE FROM account_lock
WHERE turn_id <= :turn AND (
    released_at IS NULL
    -- The transfer has been made, and the ledger's news of it have not come, which takes a second otherwise.
    OR released_at < now() - interval '10 seconds');
