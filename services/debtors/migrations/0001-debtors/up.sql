-- Reservation IDs are shown to clients, request IDs to the accounting authority. Both are only ever used once.
CREATE SEQUENCE debtor_reservation_id;
CREATE SEQUENCE coordinator_request_id;

-- Wide columns first, so that no space is lost to alignment. The rest of a page is for updates in place.
CREATE TABLE debtor (
    debtor_id bigint PRIMARY KEY,
    reservation_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    min_balance bigint NOT NULL,
    config_latest_update_id bigint NOT NULL,
    last_config_ts timestamptz NOT NULL,
    balance bigint NOT NULL,
    account_last_change_ts timestamptz NOT NULL,
    account_last_heartbeat_ts timestamptz NOT NULL,
    last_config_seqnum integer NOT NULL,
    config_flags integer NOT NULL,
    account_last_change_seqnum integer NOT NULL,
    account_creation_date date NOT NULL,
    transfer_note_max_bytes integer NOT NULL,
    running_transfers_count integer NOT NULL,
    actions_count integer NOT NULL,
    actions_count_reset_date date NOT NULL,
    documents_count integer NOT NULL,
    documents_count_reset_date date NOT NULL,
    deactivation_date date,
    status smallint NOT NULL,
    has_server_account boolean NOT NULL,
    is_config_effectual boolean NOT NULL,
    account_id text NOT NULL,
    config_error text,
    debtor_info_iri text,
    config_data text NOT NULL,
    CONSTRAINT debtor_status CHECK (status IN (0, 1, 3)),
    CONSTRAINT debtor_deactivation CHECK (deactivation_date IS NULL OR status = 3),
    CONSTRAINT debtor_min_balance CHECK (min_balance <= 0),
    CONSTRAINT debtor_latest_update_id CHECK (config_latest_update_id > 0),
    CONSTRAINT debtor_counts CHECK (running_transfers_count >= 0 AND actions_count >= 0 AND documents_count >= 0)
) WITH (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.05);

-- The enumeration of active debtors reads nothing else.
CREATE INDEX debtor_active ON debtor (debtor_id) WHERE status = 1;

CREATE TABLE running_transfer (
    debtor_id bigint NOT NULL REFERENCES debtor ON DELETE CASCADE,
    coordinator_request_id bigint NOT NULL,
    transfer_uuid uuid NOT NULL,
    amount bigint NOT NULL,
    initiated_at timestamptz NOT NULL,
    transfer_id bigint,
    finalized_at timestamptz,
    total_locked_amount bigint,
    recipient_uri text NOT NULL,
    recipient text NOT NULL,
    note_format text NOT NULL,
    note text NOT NULL,
    error_code text,
    PRIMARY KEY (debtor_id, transfer_uuid),
    CONSTRAINT running_transfer_request UNIQUE (debtor_id, coordinator_request_id),
    CONSTRAINT running_transfer_amount CHECK (amount >= 0),
    CONSTRAINT running_transfer_locked CHECK (total_locked_amount >= 0),
    CONSTRAINT running_transfer_outcome
        CHECK (finalized_at IS NOT NULL OR (error_code IS NULL AND total_locked_amount IS NULL))
) WITH (fillfactor = 85);

CREATE TABLE document (
    document_id bigint GENERATED ALWAYS AS IDENTITY,
    debtor_id bigint NOT NULL REFERENCES debtor ON DELETE CASCADE,
    inserted_at timestamptz NOT NULL,
    content_type text NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (debtor_id, document_id)
);

-- Documents are written once and read often: do not compress them.
ALTER TABLE document ALTER COLUMN content SET STORAGE EXTERNAL;

-- Messages that have been decided on and not been confirmed by the broker yet.
CREATE TABLE outbox_message (
    message_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind smallint NOT NULL,
    debtor_id bigint,
    creditor_id bigint,
    coordinator_id bigint,
    coordinator_type text,
    collector_id bigint,
    iri text,
    body bytea NOT NULL,
    attempts smallint NOT NULL DEFAULT 0,
    retry_at timestamptz,
    inserted_at timestamptz NOT NULL DEFAULT now()
) WITH (
    fillfactor = 80,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 10000,
    autovacuum_vacuum_insert_threshold = -1,
    toast_tuple_target = 8160
);
