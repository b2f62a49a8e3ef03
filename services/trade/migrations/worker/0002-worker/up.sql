-- The tables of a worker (TW-7).

-- Locks and attempts share one sequence: a number is never used twice (TW 28.4).
CREATE SEQUENCE coordinator_request_id_seq;

-- Users and debtors.

CREATE TABLE trading_policy (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    latest_ledger_update_id bigint NOT NULL CHECK (latest_ledger_update_id >= 0),
    latest_ledger_update_ts timestamptz NOT NULL,
    account_id text NOT NULL,
    account_id_is_obsolete boolean NOT NULL,
    creation_date date NOT NULL,
    principal bigint NOT NULL,
    last_transfer_number bigint NOT NULL CHECK (last_transfer_number >= 0),
    latest_policy_update_id bigint NOT NULL CHECK (latest_policy_update_id >= 0),
    latest_policy_update_ts timestamptz NOT NULL,
    policy_name text,
    min_principal bigint NOT NULL,
    max_principal bigint NOT NULL,
    peg_debtor_id bigint,
    peg_exchange_rate double precision CHECK (peg_exchange_rate >= 0),
    latest_flags_update_id bigint NOT NULL CHECK (latest_flags_update_id >= 0),
    latest_flags_update_ts timestamptz NOT NULL,
    config_flags integer NOT NULL,
    PRIMARY KEY (creditor_id, debtor_id),
    CONSTRAINT trading_policy_peg CHECK ((peg_debtor_id IS NULL) = (peg_exchange_rate IS NULL))
) WITH (fillfactor = 80);

CREATE TABLE debtor_info_document (
    debtor_info_locator text PRIMARY KEY,
    debtor_id bigint NOT NULL,
    peg_debtor_info_locator text,
    peg_debtor_id bigint,
    peg_exchange_rate double precision CHECK (peg_exchange_rate >= 0),
    will_not_change_until timestamptz,
    fetched_at timestamptz NOT NULL,
    CONSTRAINT debtor_info_document_peg CHECK (
        (peg_debtor_id IS NULL) = (peg_exchange_rate IS NULL) AND (peg_debtor_id IS NULL) = (peg_debtor_info_locator IS NULL))
);

CREATE TABLE debtor_locator_claim (
    debtor_id bigint PRIMARY KEY,
    debtor_info_locator text,
    latest_locator_fetch_at timestamptz,
    latest_discovery_fetch_at timestamptz NOT NULL,
    forced_locator_refetch_at timestamptz,
    CONSTRAINT debtor_locator_claim_locator CHECK ((debtor_info_locator IS NULL) = (latest_locator_fetch_at IS NULL))
);

CREATE TABLE debtor_info_fetch (
    iri text NOT NULL,
    debtor_id bigint NOT NULL,
    is_locator_fetch boolean NOT NULL,
    is_discovery_fetch boolean NOT NULL,
    forced_iri text,
    recursion_level smallint NOT NULL CHECK (recursion_level >= 0),
    inserted_at timestamptz NOT NULL,
    attempts_count smallint NOT NULL CHECK (attempts_count >= 0),
    latest_attempt_at timestamptz,
    latest_attempt_errorcode smallint,
    -- While a fetcher waits for the answer: when others may take the row, because that fetcher must have died.
    next_attempt_at timestamptz NOT NULL,
    -- Of the address that is to be asked.
    host text COLLATE "C" NOT NULL,
    PRIMARY KEY (iri, debtor_id),
    CONSTRAINT debtor_info_fetch_attempt CHECK ((attempts_count = 0) = (latest_attempt_at IS NULL))
);
CREATE INDEX debtor_info_fetch_due ON debtor_info_fetch (next_attempt_at);
CREATE INDEX debtor_info_fetch_by_host ON debtor_info_fetch (host, next_attempt_at);

-- Collectors.

CREATE TABLE needed_worker_account (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    configured_at timestamptz NOT NULL,
    collection_disabled_since timestamptz,
    blocked_amount bigint NOT NULL CHECK (blocked_amount >= 0),
    blocked_amount_ts timestamptz NOT NULL,
    PRIMARY KEY (creditor_id, debtor_id)
);

CREATE TABLE worker_account (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    creation_date date NOT NULL,
    last_change_ts timestamptz NOT NULL,
    last_change_seqnum integer NOT NULL,
    principal bigint NOT NULL,
    interest double precision NOT NULL,
    interest_rate real NOT NULL CHECK (interest_rate >= -100),
    last_interest_rate_change_ts timestamptz NOT NULL,
    config_flags integer NOT NULL,
    account_id text NOT NULL,
    debtor_info_iri text,
    last_transfer_number bigint NOT NULL CHECK (last_transfer_number >= 0),
    last_transfer_committed_at timestamptz NOT NULL,
    demurrage_rate double precision NOT NULL CHECK (demurrage_rate BETWEEN -100 AND 0),
    commit_period integer NOT NULL CHECK (commit_period >= 0),
    transfer_note_max_bytes integer NOT NULL CHECK (transfer_note_max_bytes >= 0),
    last_heartbeat_ts timestamptz NOT NULL,
    surplus_amount bigint NOT NULL CHECK (surplus_amount >= 0),
    surplus_ts timestamptz NOT NULL,
    surplus_spent_amount bigint NOT NULL CHECK (surplus_spent_amount >= 0),
    surplus_last_transfer_number bigint NOT NULL CHECK (surplus_last_transfer_number >= 0),
    last_surplus_moving_turn_id integer NOT NULL,
    PRIMARY KEY (creditor_id, debtor_id)
) WITH (fillfactor = 80);

CREATE TABLE interest_rate_change (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    change_ts timestamptz NOT NULL,
    interest_rate real NOT NULL CHECK (interest_rate >= -100),
    PRIMARY KEY (creditor_id, debtor_id, change_ts)
);

CREATE TABLE recently_needed_collector (
    debtor_id bigint PRIMARY KEY CHECK (debtor_id <> 0),
    needed_at timestamptz NOT NULL
);

-- The collectors of all shards, as the solver's database had them.
CREATE TABLE usable_collector (
    debtor_id bigint NOT NULL,
    collector_id bigint NOT NULL,
    account_id text NOT NULL CHECK (account_id <> ''),
    disabled_at timestamptz,
    PRIMARY KEY (debtor_id, collector_id)
);
CREATE UNIQUE INDEX usable_collector_by_collector ON usable_collector (collector_id, debtor_id);

-- Work towards the solver's database, in the order of the change IDs.
CREATE TABLE collector_status_change (
    collector_id bigint NOT NULL,
    change_id bigint GENERATED ALWAYS AS IDENTITY,
    debtor_id bigint NOT NULL,
    from_status smallint NOT NULL,
    to_status smallint NOT NULL,
    account_id text,
    PRIMARY KEY (collector_id, change_id),
    CONSTRAINT collector_status_change_step CHECK (
        (from_status, to_status) IN ((0, 1), (1, 2), (3, 2), (3, 1)) AND (account_id IS NOT NULL) = ((from_status, to_status) = (1, 2)))
);

CREATE TABLE needed_collector_account (
    debtor_id bigint NOT NULL,
    collector_id bigint NOT NULL,
    PRIMARY KEY (debtor_id, collector_id)
);

CREATE TABLE worker_hoarded_currency (
    debtor_id bigint PRIMARY KEY
);

-- Turns.

CREATE TABLE worker_turn (
    turn_id integer PRIMARY KEY,
    started_at timestamptz NOT NULL,
    base_debtor_info_locator text NOT NULL,
    base_debtor_id bigint NOT NULL CHECK (base_debtor_id <> 0),
    max_distance_to_base smallint NOT NULL CHECK (max_distance_to_base > 0),
    min_trade_amount bigint NOT NULL CHECK (min_trade_amount > 0),
    phase smallint NOT NULL CHECK (phase BETWEEN 1 AND 3),
    phase_deadline timestamptz,
    collection_started_at timestamptz,
    collection_deadline timestamptz,
    worker_turn_subphase smallint NOT NULL CHECK (worker_turn_subphase BETWEEN 0 AND 10),
    CONSTRAINT worker_turn_phase_deadline CHECK (phase_deadline IS NOT NULL OR phase > 2),
    CONSTRAINT worker_turn_collection_started_at CHECK (collection_started_at IS NOT NULL OR phase < 3),
    CONSTRAINT worker_turn_collection_deadline CHECK (collection_deadline IS NOT NULL OR phase < 2)
);
CREATE INDEX worker_turn_running ON worker_turn (turn_id) WHERE phase < 3;
CREATE INDEX worker_turn_open ON worker_turn (turn_id) WHERE worker_turn_subphase < 10;

CREATE TABLE account_lock (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    collector_id bigint NOT NULL,
    initiated_at timestamptz NOT NULL,
    coordinator_request_id bigint NOT NULL,
    amount bigint NOT NULL,
    max_locked_amount bigint NOT NULL CHECK (max_locked_amount >= 0),
    is_collector boolean NOT NULL,
    transfer_id bigint,
    finalized_at timestamptz,
    released_at timestamptz,
    account_creation_date date,
    account_last_transfer_number bigint,
    has_been_revised boolean NOT NULL,
    PRIMARY KEY (creditor_id, debtor_id),
    CONSTRAINT account_lock_finalized CHECK (finalized_at IS NULL OR transfer_id IS NOT NULL),
    CONSTRAINT account_lock_released CHECK (released_at IS NULL OR finalized_at IS NOT NULL),
    CONSTRAINT account_lock_shown CHECK (
        (released_at IS NULL) = (account_creation_date IS NULL) AND (released_at IS NULL) = (account_last_transfer_number IS NULL))
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX account_lock_request ON account_lock (coordinator_request_id);
CREATE INDEX account_lock_turn ON account_lock (turn_id);
CREATE UNIQUE INDEX account_lock_of_collector ON account_lock (creditor_id, debtor_id) WHERE is_collector AND released_at IS NULL;

CREATE TABLE creditor_participation (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    amount bigint NOT NULL,
    collector_id bigint NOT NULL,
    PRIMARY KEY (creditor_id, debtor_id, turn_id),
    CONSTRAINT creditor_participation_amount CHECK (amount < 0 OR amount > 1)
);

-- What collectors have to do.

CREATE TABLE dispatching_status (
    collector_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    inserted_at timestamptz NOT NULL,
    amount_to_collect bigint NOT NULL CHECK (amount_to_collect >= 0),
    total_collected_amount bigint CHECK (total_collected_amount >= 0),
    amount_to_send bigint NOT NULL CHECK (amount_to_send >= 0),
    started_sending boolean NOT NULL,
    all_sent boolean NOT NULL,
    amount_to_receive bigint NOT NULL CHECK (amount_to_receive >= 0),
    number_to_receive integer NOT NULL CHECK (number_to_receive >= 0),
    total_received_amount bigint CHECK (total_received_amount >= 0),
    all_received boolean NOT NULL DEFAULT false,
    amount_to_dispatch bigint NOT NULL CHECK (amount_to_dispatch >= 0),
    started_dispatching boolean NOT NULL,
    awaiting_signal_flag boolean NOT NULL,
    PRIMARY KEY (collector_id, debtor_id, turn_id),
    CONSTRAINT dispatching_status_collected CHECK (total_collected_amount <= amount_to_collect),
    CONSTRAINT dispatching_status_sending CHECK (started_sending = (total_collected_amount IS NOT NULL)),
    CONSTRAINT dispatching_status_sent CHECK (started_sending OR NOT all_sent),
    CONSTRAINT dispatching_status_dispatching CHECK (started_dispatching = (all_sent AND total_received_amount IS NOT NULL))
);

CREATE TABLE worker_collecting (
    collector_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    creditor_id bigint NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    collected boolean NOT NULL,
    purge_after timestamptz NOT NULL,
    PRIMARY KEY (collector_id, debtor_id, turn_id, creditor_id),
    CONSTRAINT worker_collecting_ends CHECK (collector_id <> creditor_id)
);
CREATE INDEX worker_collecting_open ON worker_collecting (collector_id, debtor_id, turn_id) WHERE NOT collected;

CREATE TABLE worker_sending (
    from_collector_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    to_collector_id bigint NOT NULL,
    amount bigint NOT NULL CHECK (amount > 1),
    purge_after timestamptz NOT NULL,
    PRIMARY KEY (from_collector_id, debtor_id, turn_id, to_collector_id),
    CONSTRAINT worker_sending_ends CHECK (from_collector_id <> to_collector_id)
);

CREATE TABLE worker_receiving (
    to_collector_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    from_collector_id bigint NOT NULL,
    expected_amount bigint NOT NULL CHECK (expected_amount > 1),
    received_amount bigint NOT NULL CHECK (received_amount >= 0),
    purge_after timestamptz NOT NULL,
    PRIMARY KEY (to_collector_id, debtor_id, turn_id, from_collector_id),
    CONSTRAINT worker_receiving_ends CHECK (from_collector_id <> to_collector_id)
);
CREATE INDEX worker_receiving_open ON worker_receiving (to_collector_id, debtor_id, turn_id) WHERE received_amount = 0;

CREATE TABLE worker_dispatching (
    collector_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    creditor_id bigint NOT NULL,
    amount bigint NOT NULL CHECK (amount > 1),
    purge_after timestamptz NOT NULL,
    PRIMARY KEY (collector_id, debtor_id, turn_id, creditor_id),
    CONSTRAINT worker_dispatching_ends CHECK (collector_id <> creditor_id)
);

CREATE TABLE transfer_attempt (
    collector_id bigint NOT NULL,
    turn_id integer NOT NULL,
    debtor_id bigint NOT NULL,
    creditor_id bigint NOT NULL,
    transfer_kind smallint NOT NULL CHECK (transfer_kind BETWEEN 0 AND 2),
    nominal_amount double precision NOT NULL CHECK (nominal_amount >= 1),
    collection_started_at timestamptz NOT NULL,
    inserted_at timestamptz NOT NULL,
    recipient text NOT NULL,
    recipient_version bigint NOT NULL,
    rescheduled_for timestamptz,
    attempted_at timestamptz,
    coordinator_request_id bigint,
    final_interest_rate_ts timestamptz,
    amount bigint CHECK (amount > 0),
    transfer_id bigint,
    finalized_at timestamptz,
    failure_code smallint CHECK (failure_code BETWEEN 0 AND 4),
    backoff_counter smallint NOT NULL CHECK (backoff_counter >= 0),
    fatal_error text,
    PRIMARY KEY (collector_id, turn_id, debtor_id, creditor_id, transfer_kind),
    CONSTRAINT transfer_attempt_try CHECK (
        (attempted_at IS NULL) = (coordinator_request_id IS NULL) AND (attempted_at IS NULL) = (final_interest_rate_ts IS NULL)
        AND (attempted_at IS NULL) = (amount IS NULL) AND (attempted_at IS NULL OR recipient <> '')),
    CONSTRAINT transfer_attempt_commit CHECK (
        (transfer_id IS NULL) = (finalized_at IS NULL) AND (transfer_id IS NULL OR attempted_at IS NOT NULL)),
    CONSTRAINT transfer_attempt_failure CHECK (failure_code IS NULL OR attempted_at IS NOT NULL),
    CONSTRAINT transfer_attempt_rescheduled CHECK (rescheduled_for IS NULL OR attempted_at IS NULL OR failure_code IS NOT NULL),
    CONSTRAINT transfer_attempt_fatal CHECK (fatal_error IS NULL OR (failure_code = 0 AND rescheduled_for IS NULL))
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX transfer_attempt_request ON transfer_attempt (coordinator_request_id) WHERE coordinator_request_id IS NOT NULL;
CREATE INDEX transfer_attempt_due ON transfer_attempt (rescheduled_for) WHERE rescheduled_for IS NOT NULL;
CREATE INDEX transfer_attempt_moving ON transfer_attempt (collector_id, debtor_id) WHERE transfer_kind = 2;

-- Messages that came before their turn's results (TW 20.5).
CREATE TABLE delayed_account_transfer (
    turn_id integer NOT NULL,
    message_id bigint GENERATED ALWAYS AS IDENTITY,
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    creation_date date NOT NULL,
    transfer_number bigint NOT NULL,
    coordinator_type text NOT NULL,
    committed_at timestamptz NOT NULL,
    acquired_amount bigint NOT NULL,
    transfer_note_format text NOT NULL,
    transfer_note text NOT NULL,
    principal bigint NOT NULL,
    previous_transfer_number bigint NOT NULL,
    sender text NOT NULL,
    recipient text NOT NULL,
    ts timestamptz NOT NULL,
    PRIMARY KEY (turn_id, message_id)
);
