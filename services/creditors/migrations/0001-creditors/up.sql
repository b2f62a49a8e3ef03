-- Creditors, their accounts, ledgers, logs and running transfers (CA 4).
--
-- Whoever changes anything of a creditor locks the creditor's row first. The other tables need no row locks, and log and ledger entries
-- get consecutive numbers.

CREATE SEQUENCE creditor_reservation_id_seq;
CREATE SEQUENCE coordinator_request_id_seq;
-- Update IDs of accounts and their parts. Its last value is at least every such ID that was ever stored (CA 12.3).
CREATE SEQUENCE object_update_id_seq;

CREATE TABLE creditor (
    creditor_id bigint NOT NULL CHECK (creditor_id <> 0),
    status smallint NOT NULL CHECK (status IN (0, 1, 3)),
    created_at timestamptz NOT NULL,
    reservation_id bigint NOT NULL,
    update_ts timestamptz NOT NULL,
    last_log_entry_id bigint NOT NULL CHECK (last_log_entry_id >= 0),
    largest_historic_ledger_entry_id bigint NOT NULL CHECK (largest_historic_ledger_entry_id >= 0),
    accounts_list_update_id bigint NOT NULL CHECK (accounts_list_update_id > 0),
    accounts_list_update_ts timestamptz NOT NULL,
    transfers_list_update_id bigint NOT NULL CHECK (transfers_list_update_id > 0),
    transfers_list_update_ts timestamptz NOT NULL,
    deactivation_date date,
    accounts_count smallint NOT NULL DEFAULT 0,
    transfers_count smallint NOT NULL DEFAULT 0,
    reconfigs_count smallint NOT NULL DEFAULT 0,
    reconfigs_reset_at integer NOT NULL DEFAULT 0,
    initiations_count smallint NOT NULL DEFAULT 0,
    initiations_reset_at integer NOT NULL DEFAULT 0,
    -- The enumeration of active creditors reads only the index.
    PRIMARY KEY (creditor_id) INCLUDE (status)
) WITH (fillfactor = 70);

CREATE TABLE pin (
    creditor_id bigint PRIMARY KEY REFERENCES creditor ON DELETE CASCADE,
    status smallint NOT NULL CHECK (status IN (0, 1, 2)),
    consecutive_failures smallint NOT NULL CHECK (consecutive_failures >= 0),
    accumulated_failures smallint NOT NULL CHECK (accumulated_failures >= 0),
    accumulated_since timestamptz NOT NULL,
    pin_length smallint NOT NULL CHECK (pin_length >= 0),
    pin_hmac bytea CHECK (octet_length(pin_hmac) = 32),
    pin_salt text,
    update_id bigint NOT NULL CHECK (update_id > 0),
    update_ts timestamptz NOT NULL,
    CHECK (status <> 1 OR pin_hmac IS NOT NULL),
    CHECK ((pin_hmac IS NULL) = (pin_length = 0))
);

-- What only the creditor changes.
CREATE TABLE account (
    creditor_id bigint NOT NULL REFERENCES creditor ON DELETE CASCADE,
    debtor_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    update_id bigint NOT NULL CHECK (update_id > 0),
    debtor_name text,
    amount_divisor double precision NOT NULL CHECK (amount_divisor > 0),
    decimal_places integer NOT NULL,
    unit text,
    known_debtor boolean NOT NULL,
    display_update_id bigint NOT NULL CHECK (display_update_id > 0),
    display_update_ts timestamptz NOT NULL,
    policy text,
    min_principal bigint NOT NULL,
    max_principal bigint NOT NULL,
    peg_exchange_rate double precision CHECK (peg_exchange_rate >= 0),
    peg_debtor_id bigint,
    exchange_update_id bigint NOT NULL CHECK (exchange_update_id > 0),
    exchange_update_ts timestamptz NOT NULL,
    -- Text, not JSON: it has to survive unchanged.
    knowledge text NOT NULL,
    knowledge_update_id bigint NOT NULL CHECK (knowledge_update_id > 0),
    knowledge_update_ts timestamptz NOT NULL,
    PRIMARY KEY (creditor_id, debtor_id),
    CHECK (min_principal <= max_principal),
    CHECK ((peg_exchange_rate IS NULL) = (peg_debtor_id IS NULL)),
    -- Deferred, so that accounts that peg each other in a circle can be deleted together.
    FOREIGN KEY (creditor_id, peg_debtor_id) REFERENCES account DEFERRABLE INITIALLY DEFERRED
);

CREATE UNIQUE INDEX account_debtor_name ON account (creditor_id, debtor_name) WHERE debtor_name IS NOT NULL;
CREATE INDEX account_peg ON account (creditor_id, peg_debtor_id) WHERE peg_debtor_id IS NOT NULL;

-- What messages change.
CREATE TABLE account_data (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    creation_date date NOT NULL,
    last_change_ts timestamptz NOT NULL,
    last_change_seqnum integer NOT NULL,
    principal bigint NOT NULL,
    interest double precision NOT NULL,
    last_transfer_number bigint NOT NULL CHECK (last_transfer_number >= 0),
    last_transfer_committed_at timestamptz NOT NULL,
    last_heartbeat_ts timestamptz NOT NULL,
    has_server_account boolean NOT NULL,
    last_config_ts timestamptz NOT NULL,
    last_config_seqnum integer NOT NULL,
    negligible_amount real NOT NULL CHECK (negligible_amount >= 0),
    config_flags integer NOT NULL,
    config_data text NOT NULL,
    allow_unsafe_deletion boolean NOT NULL,
    is_config_effectual boolean NOT NULL,
    config_error text,
    config_update_id bigint NOT NULL CHECK (config_update_id > 0),
    config_update_ts timestamptz NOT NULL,
    interest_rate real NOT NULL CHECK (interest_rate >= -100),
    last_interest_rate_change_ts timestamptz NOT NULL,
    transfer_note_max_bytes integer NOT NULL CHECK (transfer_note_max_bytes >= 0),
    account_id text NOT NULL,
    debtor_info_iri text,
    debtor_info_content_type text,
    debtor_info_sha256 bytea CHECK (octet_length(debtor_info_sha256) = 32),
    info_update_id bigint NOT NULL CHECK (info_update_id > 0),
    info_update_ts timestamptz NOT NULL,
    ledger_principal bigint NOT NULL,
    ledger_last_entry_id bigint NOT NULL CHECK (ledger_last_entry_id >= 0),
    ledger_last_transfer_number bigint NOT NULL CHECK (ledger_last_transfer_number >= 0),
    ledger_pending_transfer_ts timestamptz,
    -- The ledger job has to go on where a message could not (CA 10.4).
    ledger_has_work boolean NOT NULL,
    ledger_update_id bigint NOT NULL CHECK (ledger_update_id > 0),
    ledger_update_ts timestamptz NOT NULL,
    PRIMARY KEY (creditor_id, debtor_id),
    FOREIGN KEY (creditor_id, debtor_id) REFERENCES account ON DELETE CASCADE
) WITH (fillfactor = 70);

-- The work list of the ledger job, normally empty.
CREATE INDEX account_data_ledger_work ON account_data (creditor_id, debtor_id) WHERE ledger_has_work;

-- Entries and committed transfers outlive their accounts and creditors. The keys carry all that pages and the ledger job read, so
-- that these touch only the index.
CREATE TABLE ledger_entry (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    entry_id bigint NOT NULL CHECK (entry_id > 0),
    creation_date date,
    transfer_number bigint CHECK (transfer_number > 0),
    acquired_amount bigint NOT NULL CHECK (acquired_amount <> 0),
    principal bigint NOT NULL,
    added_at timestamptz NOT NULL,
    PRIMARY KEY (creditor_id, debtor_id, entry_id)
        INCLUDE (creation_date, transfer_number, acquired_amount, principal, added_at),
    CHECK ((creation_date IS NULL) = (transfer_number IS NULL))
) WITH (
    autovacuum_vacuum_insert_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0.01,
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0
);

CREATE TABLE committed_transfer (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    creation_date date NOT NULL,
    transfer_number bigint NOT NULL CHECK (transfer_number > 0),
    acquired_amount bigint NOT NULL CHECK (acquired_amount <> 0),
    principal bigint NOT NULL,
    committed_at timestamptz NOT NULL,
    previous_transfer_number bigint NOT NULL CHECK (previous_transfer_number >= 0),
    coordinator_type text NOT NULL,
    sender text NOT NULL,
    recipient text NOT NULL,
    transfer_note_format text NOT NULL,
    transfer_note text NOT NULL,
    PRIMARY KEY (creditor_id, debtor_id, creation_date, transfer_number)
        INCLUDE (acquired_amount, principal, committed_at, previous_transfer_number),
    CHECK (previous_transfer_number < transfer_number)
) WITH (
    autovacuum_vacuum_insert_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0.01,
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0
);

CREATE TABLE log_entry (
    creditor_id bigint NOT NULL,
    entry_id bigint NOT NULL CHECK (entry_id > 0),
    added_at timestamptz NOT NULL,
    -- What the entry is about: 1 Transfer, 2 TransfersList, 3 CommittedTransfer, 4 AccountLedger, 5 Account, 6 AccountsList,
    -- 7 AccountConfig, 8 AccountInfo, 9 AccountDisplay, 10 AccountExchange, 11 AccountKnowledge, 12 PinInfo.
    object_kind smallint NOT NULL,
    is_deleted boolean NOT NULL,
    object_update_id bigint CHECK (object_update_id > 0),
    debtor_id bigint,
    creation_date date,
    transfer_number bigint,
    transfer_uuid uuid,
    data_principal bigint,
    data_next_entry_id bigint,
    data_finalized_at timestamptz,
    data_error_code text,
    PRIMARY KEY (creditor_id, entry_id)
        INCLUDE (added_at, object_kind, is_deleted, object_update_id, debtor_id, creation_date, transfer_number, transfer_uuid,
                 data_principal, data_next_entry_id, data_finalized_at, data_error_code)
) WITH (
    autovacuum_vacuum_insert_threshold = 20000, autovacuum_vacuum_insert_scale_factor = 0.01,
    autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0
);

CREATE TABLE running_transfer (
    creditor_id bigint NOT NULL REFERENCES creditor ON DELETE CASCADE,
    transfer_uuid uuid NOT NULL,
    debtor_id bigint NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    recipient_uri text NOT NULL,
    recipient text NOT NULL,
    transfer_note_format text NOT NULL,
    transfer_note text NOT NULL,
    deadline timestamptz,
    final_interest_rate_ts timestamptz NOT NULL,
    locked_amount bigint NOT NULL CHECK (locked_amount >= 0),
    coordinator_request_id bigint NOT NULL,
    initiated_at timestamptz NOT NULL,
    transfer_id bigint,
    finalized_at timestamptz,
    error_code text,
    total_locked_amount bigint CHECK (total_locked_amount >= 0),
    update_id bigint NOT NULL CHECK (update_id > 0),
    update_ts timestamptz NOT NULL,
    PRIMARY KEY (creditor_id, transfer_uuid),
    CHECK (finalized_at IS NOT NULL OR error_code IS NULL)
) WITH (fillfactor = 80);

-- How the answers of accounting authorities find their transfers.
CREATE UNIQUE INDEX running_transfer_request ON running_transfer (creditor_id, coordinator_request_id);

-- Messages that are to be sent (SMP 13). The text is that of NodeKit's outbox, which owns the table.
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
