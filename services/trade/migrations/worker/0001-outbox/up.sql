CREATE TABLE outbox_message (
    message_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    kind smallint NOT NULL,
    debtor_id bigint,
    creditor_id bigint,
    coordinator_id bigint,
    coordinator_type text,
    collector_id bigint,
    iri text,
    body bytea NOT NULL,
    attempts smallint NOT NULL DEFAULT 0,
    retry_at timestamptz NOT NULL DEFAULT '-infinity',
    inserted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (kind, retry_at, message_id)
) WITH (
    fillfactor = 80,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 10000,
    autovacuum_vacuum_insert_threshold = -1,
    toast_tuple_target = 8160
);
