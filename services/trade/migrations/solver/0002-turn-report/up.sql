-- How each turn went, for the operator. A turn that another program has led has no row.
CREATE TABLE turn_report (
    turn_id integer PRIMARY KEY,
    offers_started_at timestamptz,
    solved_at timestamptz,
    finished_at timestamptz,
    -- The tasks after the solve are done.
    is_cared_for boolean NOT NULL DEFAULT false,
    currencies_count bigint,
    confirmed_currencies_count bigint,
    sell_offers_count bigint,
    buy_offers_count bigint,
    admitted_offers_count bigint,
    skipped_offers_count bigint,
    takings_count bigint,
    givings_count bigint,
    collector_transfers_count bigint,
    cleared_value double precision,
    offered_value double precision,
    bound double precision,
    cycles bigint,
    longest_cycle bigint,
    steps text[] NOT NULL DEFAULT '{}',
    step_seconds double precision[] NOT NULL DEFAULT '{}',
    step_cpu_seconds double precision[] NOT NULL DEFAULT '{}'
);

-- Turns whose tasks were interrupted.
CREATE INDEX turn_report_uncared ON turn_report (turn_id) WHERE solved_at IS NOT NULL AND NOT is_cared_for;

-- The circles of greatest value, of the latest turns.
CREATE TABLE turn_circle (
    turn_id integer NOT NULL,
    rank smallint NOT NULL,
    value double precision NOT NULL,
    members_count bigint NOT NULL,
    creditor_ids bigint[] NOT NULL,
    debtor_ids bigint[] NOT NULL,
    amounts bigint[] NOT NULL,
    PRIMARY KEY (turn_id, rank)
);
