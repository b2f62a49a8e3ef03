-- The tables that solver and workers share. Names, columns, types and keys are a contract with programs that are not ours (TS 4.3, TS2-12).

CREATE TABLE turn (
    turn_id serial PRIMARY KEY,
    started_at timestamptz NOT NULL,
    base_debtor_info_locator text NOT NULL,
    base_debtor_id bigint NOT NULL,
    max_distance_to_base smallint NOT NULL,
    min_trade_amount bigint NOT NULL,
    phase smallint NOT NULL DEFAULT 1,
    phase_deadline timestamptz,
    collection_started_at timestamptz,
    collection_deadline timestamptz,
    CONSTRAINT turn_base_debtor_id CHECK (base_debtor_id <> 0),
    CONSTRAINT turn_max_distance_to_base CHECK (max_distance_to_base > 0),
    CONSTRAINT turn_min_trade_amount CHECK (min_trade_amount > 0),
    CONSTRAINT turn_phase CHECK (phase BETWEEN 1 AND 4),
    CONSTRAINT turn_phase_deadline CHECK (phase_deadline IS NOT NULL OR phase > 2),
    CONSTRAINT turn_collection_started_at CHECK (collection_started_at IS NOT NULL OR phase < 3),
    CONSTRAINT turn_collection_deadline CHECK (collection_deadline IS NOT NULL OR phase < 2)
) WITH (autovacuum_vacuum_insert_threshold = 100);
CREATE INDEX turn_unfinished ON turn (turn_id) WHERE phase < 4;
CREATE INDEX turn_started_at ON turn (started_at);

CREATE TABLE collector_account (
    debtor_id bigint NOT NULL,
    collector_id bigint NOT NULL,
    collector_hash smallint NOT NULL,
    account_id text NOT NULL DEFAULT '',
    status smallint NOT NULL DEFAULT 0,
    latest_status_change_at timestamptz NOT NULL,
    PRIMARY KEY (debtor_id, collector_id) INCLUDE (status),
    CONSTRAINT collector_account_status CHECK (status BETWEEN 0 AND 3)
) WITH (autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_scale_factor = 0.001);
CREATE INDEX collector_account_pristine ON collector_account (collector_hash) WHERE status = 0;

-- What workers say in phase 1. Emptied when phase 2 begins.

CREATE TABLE debtor_info (
    turn_id integer NOT NULL,
    debtor_info_locator text NOT NULL,
    debtor_id bigint NOT NULL,
    peg_debtor_info_locator text,
    peg_debtor_id bigint,
    peg_exchange_rate double precision,
    PRIMARY KEY (turn_id, debtor_info_locator)
);

CREATE TABLE confirmed_debtor (
    turn_id integer NOT NULL,
    debtor_id bigint NOT NULL,
    debtor_info_locator text NOT NULL,
    PRIMARY KEY (turn_id, debtor_id)
);

CREATE TABLE hoarded_currency (
    turn_id integer NOT NULL,
    debtor_id bigint NOT NULL,
    peg_debtor_id bigint,
    peg_exchange_rate double precision,
    PRIMARY KEY (turn_id, debtor_id),
    CONSTRAINT hoarded_currency_rate CHECK (peg_exchange_rate >= 0),
    CONSTRAINT hoarded_currency_peg CHECK ((peg_debtor_id IS NULL) = (peg_exchange_rate IS NULL))
);

-- The market of phase 2. Emptied when phase 3 begins, and so is hoarded_currency.

CREATE TABLE currency_info (
    turn_id integer NOT NULL,
    debtor_info_locator text NOT NULL,
    debtor_id bigint NOT NULL,
    peg_debtor_info_locator text,
    peg_debtor_id bigint,
    peg_exchange_rate double precision,
    is_confirmed boolean NOT NULL,
    PRIMARY KEY (turn_id, debtor_info_locator)
);
CREATE UNIQUE INDEX currency_info_confirmed ON currency_info (turn_id, debtor_id) WHERE is_confirmed;

CREATE TABLE sell_offer (
    turn_id integer NOT NULL,
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    amount bigint NOT NULL,
    collector_id bigint NOT NULL,
    PRIMARY KEY (turn_id, creditor_id, debtor_id),
    CONSTRAINT sell_offer_amount CHECK (amount > 0)
);

CREATE TABLE buy_offer (
    turn_id integer NOT NULL,
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (turn_id, creditor_id, debtor_id),
    CONSTRAINT buy_offer_amount CHECK (amount > 0)
);

-- The trades of phase 3. Each worker deletes its share.

CREATE TABLE creditor_taking (
    turn_id integer NOT NULL,
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    creditor_hash smallint NOT NULL,
    amount bigint NOT NULL,
    collector_id bigint NOT NULL,
    PRIMARY KEY (turn_id, creditor_id, debtor_id),
    CONSTRAINT creditor_taking_amount CHECK (amount > 0)
);

CREATE TABLE creditor_giving (
    turn_id integer NOT NULL,
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    creditor_hash smallint NOT NULL,
    amount bigint NOT NULL,
    collector_id bigint NOT NULL,
    PRIMARY KEY (turn_id, creditor_id, debtor_id),
    CONSTRAINT creditor_giving_amount CHECK (amount > 0)
);

CREATE TABLE collector_collecting (
    turn_id integer NOT NULL,
    debtor_id bigint NOT NULL,
    creditor_id bigint NOT NULL,
    amount bigint NOT NULL,
    collector_id bigint NOT NULL,
    collector_hash smallint NOT NULL,
    PRIMARY KEY (turn_id, debtor_id, creditor_id),
    CONSTRAINT collector_collecting_amount CHECK (amount > 0)
);

CREATE TABLE collector_dispatching (
    turn_id integer NOT NULL,
    debtor_id bigint NOT NULL,
    creditor_id bigint NOT NULL,
    amount bigint NOT NULL,
    collector_id bigint NOT NULL,
    collector_hash smallint NOT NULL,
    PRIMARY KEY (turn_id, debtor_id, creditor_id),
    CONSTRAINT collector_dispatching_amount CHECK (amount > 0)
);

CREATE TABLE collector_sending (
    turn_id integer NOT NULL,
    debtor_id bigint NOT NULL,
    from_collector_id bigint NOT NULL,
    to_collector_id bigint NOT NULL,
    from_collector_hash smallint NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (turn_id, debtor_id, from_collector_id, to_collector_id),
    CONSTRAINT collector_sending_amount CHECK (amount > 0),
    CONSTRAINT collector_sending_other CHECK (from_collector_id <> to_collector_id)
);

CREATE TABLE collector_receiving (
    turn_id integer NOT NULL,
    debtor_id bigint NOT NULL,
    to_collector_id bigint NOT NULL,
    from_collector_id bigint NOT NULL,
    to_collector_hash smallint NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (turn_id, debtor_id, to_collector_id, from_collector_id),
    CONSTRAINT collector_receiving_amount CHECK (amount > 0),
    CONSTRAINT collector_receiving_other CHECK (from_collector_id <> to_collector_id)
);

-- The solver's own memory.

CREATE TABLE overloaded_currency (
    turn_id integer NOT NULL,
    debtor_id bigint NOT NULL,
    collectors_count integer NOT NULL,
    PRIMARY KEY (turn_id, debtor_id),
    CONSTRAINT overloaded_currency_collectors_count CHECK (collectors_count > 0)
);

CREATE TABLE most_bought_currency (
    debtor_id bigint PRIMARY KEY,
    buyers_average_count real NOT NULL,
    debtor_info_locator text NOT NULL,
    CONSTRAINT most_bought_currency_average CHECK (buyers_average_count >= 0)
);

-- Workers that are not ours pass arrays of keys with these types (TS2 12.6).
CREATE TYPE collector_account_pktype AS (debtor_id bigint, collector_id bigint);
CREATE TYPE hoarded_currency_pktype AS (turn_id integer, debtor_id bigint);
