-- What has just been recorded may leave at any time. One range of one index then holds all that can leave.
UPDATE outbox_message SET retry_at = '-infinity' WHERE retry_at IS NULL;
ALTER TABLE outbox_message ALTER COLUMN retry_at SET DEFAULT '-infinity', ALTER COLUMN retry_at SET NOT NULL;

ALTER TABLE outbox_message DROP CONSTRAINT outbox_message_pkey, ADD PRIMARY KEY (kind, retry_at, message_id);
