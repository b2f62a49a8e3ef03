-- After a worker's database was put back to an earlier state, and all turns are over that had begun by then (GET /trade/turns): what was
-- decided about an account in the lost time will not be said again, and an account whose lock stayed would be left out of every turn for a
-- year. What is still set aside at an authority is dismissed when the authority reminds of it.
-- psql "$WORKER_POSTGRES_URL" -v turn=NUMBER -f restored-locks.sql: with the number of the last of these turns.
DELETE FROM account_lock WHERE released_at IS NULL AND turn_id <= :turn;
