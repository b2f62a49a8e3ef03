CREATE TABLE trade_explanation (
    creditor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    debtor_id bigint NOT NULL,
    wanted_amount bigint NOT NULL CHECK (wanted_amount <> 0),
    traded_amount bigint NOT NULL,
    reason smallint NOT NULL,
    code text,
    other_debtor_id bigint,
    own_price real,
    market_price real,
    fetch_status smallint,
    fetch_failed_at timestamptz,
    PRIMARY KEY (creditor_id, turn_id, debtor_id),
    CONSTRAINT trade_explanation_part CHECK (traded_amount = 0 OR (traded_amount < 0) = (wanted_amount < 0))
);
