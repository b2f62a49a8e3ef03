
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.account_lock (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    collector_id bigint NOT NULL,
    initiated_at timestamp with time zone NOT NULL,
    coordinator_request_id bigint NOT NULL,
    amount bigint NOT NULL,
    max_locked_amount bigint NOT NULL,
    is_collector boolean NOT NULL,
    transfer_id bigint,
    finalized_at timestamp with time zone,
    released_at timestamp with time zone,
    account_creation_date date,
    account_last_transfer_number bigint,
    has_been_revised boolean NOT NULL,
    CONSTRAINT account_lock_finalized CHECK (((finalized_at IS NULL) OR (transfer_id IS NOT NULL))),
    CONSTRAINT account_lock_max_locked_amount_check CHECK ((max_locked_amount >= 0)),
    CONSTRAINT account_lock_released CHECK (((released_at IS NULL) OR (finalized_at IS NOT NULL))),
    CONSTRAINT account_lock_shown CHECK ((((released_at IS NULL) = (account_creation_date IS NULL)) AND ((released_at IS NULL) = (account_last_transfer_number IS NULL))))
)
WITH (fillfactor='70');

CREATE TABLE public.collector_status_change (
    collector_id bigint NOT NULL,
    change_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    from_status smallint NOT NULL,
    to_status smallint NOT NULL,
    account_id text,
    CONSTRAINT collector_status_change_step CHECK (((((((from_status = 0) AND (to_status = 1)) OR ((from_status = 1) AND (to_status = 2))) OR ((from_status = 3) AND (to_status = 2))) OR ((from_status = 3) AND (to_status = 1))) AND ((account_id IS NOT NULL) = ((from_status = 1) AND (to_status = 2)))))
);

ALTER TABLE public.collector_status_change ALTER COLUMN change_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.collector_status_change_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE public.coordinator_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.creditor_participation (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    amount bigint NOT NULL,
    collector_id bigint NOT NULL,
    CONSTRAINT creditor_participation_amount CHECK (((amount < 0) OR (amount > 1)))
);

CREATE TABLE public.debtor_info_document (
    debtor_info_locator text NOT NULL,
    debtor_id bigint NOT NULL,
    peg_debtor_info_locator text,
    peg_debtor_id bigint,
    peg_exchange_rate double precision,
    will_not_change_until timestamp with time zone,
    fetched_at timestamp with time zone NOT NULL,
    CONSTRAINT debtor_info_document_peg CHECK ((((peg_debtor_id IS NULL) = (peg_exchange_rate IS NULL)) AND ((peg_debtor_id IS NULL) = (peg_debtor_info_locator IS NULL)))),
    CONSTRAINT debtor_info_document_peg_exchange_rate_check CHECK ((peg_exchange_rate >= (0)::double precision))
);

CREATE TABLE public.debtor_info_fetch (
    iri text NOT NULL,
    debtor_id bigint NOT NULL,
    is_locator_fetch boolean NOT NULL,
    is_discovery_fetch boolean NOT NULL,
    forced_iri text,
    recursion_level smallint NOT NULL,
    inserted_at timestamp with time zone NOT NULL,
    attempts_count smallint NOT NULL,
    latest_attempt_at timestamp with time zone,
    latest_attempt_errorcode smallint,
    next_attempt_at timestamp with time zone NOT NULL,
    host text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT debtor_info_fetch_attempt CHECK (((attempts_count = 0) = (latest_attempt_at IS NULL))),
    CONSTRAINT debtor_info_fetch_attempts_count_check CHECK ((attempts_count >= 0)),
    CONSTRAINT debtor_info_fetch_recursion_level_check CHECK ((recursion_level >= 0))
);

CREATE TABLE public.debtor_locator_claim (
    debtor_id bigint NOT NULL,
    debtor_info_locator text,
    latest_locator_fetch_at timestamp with time zone,
    latest_discovery_fetch_at timestamp with time zone NOT NULL,
    forced_locator_refetch_at timestamp with time zone,
    CONSTRAINT debtor_locator_claim_locator CHECK (((debtor_info_locator IS NULL) = (latest_locator_fetch_at IS NULL)))
);

CREATE TABLE public.delayed_account_transfer (
    turn_id integer NOT NULL,
    message_id bigint NOT NULL,
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    creation_date date NOT NULL,
    transfer_number bigint NOT NULL,
    coordinator_type text NOT NULL,
    committed_at timestamp with time zone NOT NULL,
    acquired_amount bigint NOT NULL,
    transfer_note_format text NOT NULL,
    transfer_note text NOT NULL,
    principal bigint NOT NULL,
    previous_transfer_number bigint NOT NULL,
    sender text NOT NULL,
    recipient text NOT NULL,
    ts timestamp with time zone NOT NULL
);

ALTER TABLE public.delayed_account_transfer ALTER COLUMN message_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.delayed_account_transfer_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.dispatching_status (
    collector_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    inserted_at timestamp with time zone NOT NULL,
    amount_to_collect bigint NOT NULL,
    total_collected_amount bigint,
    amount_to_send bigint NOT NULL,
    started_sending boolean NOT NULL,
    all_sent boolean NOT NULL,
    amount_to_receive bigint NOT NULL,
    number_to_receive integer NOT NULL,
    total_received_amount bigint,
    all_received boolean DEFAULT false NOT NULL,
    amount_to_dispatch bigint NOT NULL,
    started_dispatching boolean NOT NULL,
    awaiting_signal_flag boolean NOT NULL,
    CONSTRAINT dispatching_status_amount_to_collect_check CHECK ((amount_to_collect >= 0)),
    CONSTRAINT dispatching_status_amount_to_dispatch_check CHECK ((amount_to_dispatch >= 0)),
    CONSTRAINT dispatching_status_amount_to_receive_check CHECK ((amount_to_receive >= 0)),
    CONSTRAINT dispatching_status_amount_to_send_check CHECK ((amount_to_send >= 0)),
    CONSTRAINT dispatching_status_collected CHECK ((total_collected_amount <= amount_to_collect)),
    CONSTRAINT dispatching_status_dispatching CHECK ((started_dispatching = (all_sent AND (total_received_amount IS NOT NULL)))),
    CONSTRAINT dispatching_status_number_to_receive_check CHECK ((number_to_receive >= 0)),
    CONSTRAINT dispatching_status_sending CHECK ((started_sending = (total_collected_amount IS NOT NULL))),
    CONSTRAINT dispatching_status_sent CHECK ((started_sending OR (NOT all_sent))),
    CONSTRAINT dispatching_status_total_collected_amount_check CHECK ((total_collected_amount >= 0)),
    CONSTRAINT dispatching_status_total_received_amount_check CHECK ((total_received_amount >= 0))
);

CREATE TABLE public.interest_rate_change (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    change_ts timestamp with time zone NOT NULL,
    interest_rate real NOT NULL,
    CONSTRAINT interest_rate_change_interest_rate_check CHECK ((interest_rate >= ('-100'::integer)::double precision))
);

CREATE TABLE public.needed_collector_account (
    debtor_id bigint NOT NULL,
    collector_id bigint NOT NULL
);

CREATE TABLE public.needed_worker_account (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    configured_at timestamp with time zone NOT NULL,
    collection_disabled_since timestamp with time zone,
    blocked_amount bigint NOT NULL,
    blocked_amount_ts timestamp with time zone NOT NULL,
    CONSTRAINT needed_worker_account_blocked_amount_check CHECK ((blocked_amount >= 0))
);

CREATE TABLE public.outbox_message (
    message_id bigint NOT NULL,
    kind smallint NOT NULL,
    debtor_id bigint,
    creditor_id bigint,
    coordinator_id bigint,
    coordinator_type text,
    collector_id bigint,
    iri text,
    body bytea NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    retry_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    inserted_at timestamp with time zone DEFAULT now() NOT NULL
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='10000', autovacuum_vacuum_insert_threshold='-1', toast_tuple_target='8160');

ALTER TABLE public.outbox_message ALTER COLUMN message_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_message_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recently_needed_collector (
    debtor_id bigint NOT NULL,
    needed_at timestamp with time zone NOT NULL,
    CONSTRAINT recently_needed_collector_debtor_id_check CHECK ((debtor_id <> 0))
);

CREATE TABLE public.rejected_message (
    message_id bigint NOT NULL,
    rejected_at timestamp with time zone DEFAULT now() NOT NULL,
    queue text NOT NULL,
    exchange text NOT NULL,
    routing_key text NOT NULL,
    type text,
    content_type text,
    app_id text,
    headers text NOT NULL,
    body bytea NOT NULL,
    body_size bigint NOT NULL,
    reason text NOT NULL,
    kept_bytes bigint NOT NULL
);

ALTER TABLE public.rejected_message ALTER COLUMN message_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.rejected_message_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.rejected_total (
    is_only boolean DEFAULT true NOT NULL,
    kept_bytes bigint DEFAULT 0 NOT NULL,
    dropped_count bigint DEFAULT 0 NOT NULL,
    CONSTRAINT rejected_total_is_only_check CHECK (is_only)
);

CREATE TABLE public.schema_migration (
    number integer NOT NULL,
    service text NOT NULL,
    name text NOT NULL,
    checksum bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.trade_explanation (
    creditor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    debtor_id bigint NOT NULL,
    wanted_amount bigint NOT NULL,
    traded_amount bigint NOT NULL,
    reason smallint NOT NULL,
    code text,
    other_debtor_id bigint,
    own_price real,
    market_price real,
    fetch_status smallint,
    fetch_failed_at timestamp with time zone,
    CONSTRAINT trade_explanation_part CHECK (((traded_amount = 0) OR ((traded_amount < 0) = (wanted_amount < 0)))),
    CONSTRAINT trade_explanation_wanted_amount_check CHECK ((wanted_amount <> 0))
);

CREATE TABLE public.trading_policy (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    latest_ledger_update_id bigint NOT NULL,
    latest_ledger_update_ts timestamp with time zone NOT NULL,
    account_id text NOT NULL,
    account_id_is_obsolete boolean NOT NULL,
    creation_date date NOT NULL,
    principal bigint NOT NULL,
    last_transfer_number bigint NOT NULL,
    latest_policy_update_id bigint NOT NULL,
    latest_policy_update_ts timestamp with time zone NOT NULL,
    policy_name text,
    min_principal bigint NOT NULL,
    max_principal bigint NOT NULL,
    peg_debtor_id bigint,
    peg_exchange_rate double precision,
    latest_flags_update_id bigint NOT NULL,
    latest_flags_update_ts timestamp with time zone NOT NULL,
    config_flags integer NOT NULL,
    CONSTRAINT trading_policy_last_transfer_number_check CHECK ((last_transfer_number >= 0)),
    CONSTRAINT trading_policy_latest_flags_update_id_check CHECK ((latest_flags_update_id >= 0)),
    CONSTRAINT trading_policy_latest_ledger_update_id_check CHECK ((latest_ledger_update_id >= 0)),
    CONSTRAINT trading_policy_latest_policy_update_id_check CHECK ((latest_policy_update_id >= 0)),
    CONSTRAINT trading_policy_peg CHECK (((peg_debtor_id IS NULL) = (peg_exchange_rate IS NULL))),
    CONSTRAINT trading_policy_peg_exchange_rate_check CHECK ((peg_exchange_rate >= (0)::double precision))
)
WITH (fillfactor='80');

CREATE TABLE public.transfer_attempt (
    collector_id bigint NOT NULL,
    turn_id integer NOT NULL,
    debtor_id bigint NOT NULL,
    creditor_id bigint NOT NULL,
    transfer_kind smallint NOT NULL,
    nominal_amount double precision NOT NULL,
    collection_started_at timestamp with time zone NOT NULL,
    inserted_at timestamp with time zone NOT NULL,
    recipient text NOT NULL,
    recipient_version bigint NOT NULL,
    rescheduled_for timestamp with time zone,
    attempted_at timestamp with time zone,
    coordinator_request_id bigint,
    final_interest_rate_ts timestamp with time zone,
    amount bigint,
    transfer_id bigint,
    finalized_at timestamp with time zone,
    failure_code smallint,
    backoff_counter smallint NOT NULL,
    fatal_error text,
    CONSTRAINT transfer_attempt_amount_check CHECK ((amount > 0)),
    CONSTRAINT transfer_attempt_backoff_counter_check CHECK ((backoff_counter >= 0)),
    CONSTRAINT transfer_attempt_commit CHECK ((((transfer_id IS NULL) = (finalized_at IS NULL)) AND ((transfer_id IS NULL) OR (attempted_at IS NOT NULL)))),
    CONSTRAINT transfer_attempt_failure CHECK (((failure_code IS NULL) OR (attempted_at IS NOT NULL))),
    CONSTRAINT transfer_attempt_failure_code_check CHECK (((failure_code >= 0) AND (failure_code <= 4))),
    CONSTRAINT transfer_attempt_fatal CHECK (((fatal_error IS NULL) OR ((failure_code = 0) AND (rescheduled_for IS NULL)))),
    CONSTRAINT transfer_attempt_nominal_amount_check CHECK ((nominal_amount >= (1)::double precision)),
    CONSTRAINT transfer_attempt_rescheduled CHECK (((rescheduled_for IS NULL) OR (attempted_at IS NULL) OR (failure_code IS NOT NULL))),
    CONSTRAINT transfer_attempt_transfer_kind_check CHECK (((transfer_kind >= 0) AND (transfer_kind <= 2))),
    CONSTRAINT transfer_attempt_try CHECK ((((attempted_at IS NULL) = (coordinator_request_id IS NULL)) AND ((attempted_at IS NULL) = (final_interest_rate_ts IS NULL)) AND ((attempted_at IS NULL) = (amount IS NULL)) AND ((attempted_at IS NULL) OR (recipient <> ''::text))))
)
WITH (fillfactor='70');

CREATE TABLE public.usable_collector (
    debtor_id bigint NOT NULL,
    collector_id bigint NOT NULL,
    account_id text NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT usable_collector_account_id_check CHECK ((account_id <> ''::text))
);

CREATE TABLE public.worker_account (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    creation_date date NOT NULL,
    last_change_ts timestamp with time zone NOT NULL,
    last_change_seqnum integer NOT NULL,
    principal bigint NOT NULL,
    interest double precision NOT NULL,
    interest_rate real NOT NULL,
    last_interest_rate_change_ts timestamp with time zone NOT NULL,
    config_flags integer NOT NULL,
    account_id text NOT NULL,
    debtor_info_iri text,
    last_transfer_number bigint NOT NULL,
    last_transfer_committed_at timestamp with time zone NOT NULL,
    demurrage_rate double precision NOT NULL,
    commit_period integer NOT NULL,
    transfer_note_max_bytes integer NOT NULL,
    last_heartbeat_ts timestamp with time zone NOT NULL,
    surplus_amount bigint NOT NULL,
    surplus_ts timestamp with time zone NOT NULL,
    surplus_spent_amount bigint NOT NULL,
    surplus_last_transfer_number bigint NOT NULL,
    last_surplus_moving_turn_id integer NOT NULL,
    CONSTRAINT worker_account_commit_period_check CHECK ((commit_period >= 0)),
    CONSTRAINT worker_account_demurrage_rate_check CHECK (((demurrage_rate >= ('-100'::integer)::double precision) AND (demurrage_rate <= (0)::double precision))),
    CONSTRAINT worker_account_interest_rate_check CHECK ((interest_rate >= ('-100'::integer)::double precision)),
    CONSTRAINT worker_account_last_transfer_number_check CHECK ((last_transfer_number >= 0)),
    CONSTRAINT worker_account_surplus_amount_check CHECK ((surplus_amount >= 0)),
    CONSTRAINT worker_account_surplus_last_transfer_number_check CHECK ((surplus_last_transfer_number >= 0)),
    CONSTRAINT worker_account_surplus_spent_amount_check CHECK ((surplus_spent_amount >= 0)),
    CONSTRAINT worker_account_transfer_note_max_bytes_check CHECK ((transfer_note_max_bytes >= 0))
)
WITH (fillfactor='80');

CREATE TABLE public.worker_collecting (
    collector_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    creditor_id bigint NOT NULL,
    amount bigint NOT NULL,
    collected boolean NOT NULL,
    purge_after timestamp with time zone NOT NULL,
    CONSTRAINT worker_collecting_amount_check CHECK ((amount > 0)),
    CONSTRAINT worker_collecting_ends CHECK ((collector_id <> creditor_id))
);

CREATE TABLE public.worker_dispatching (
    collector_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    creditor_id bigint NOT NULL,
    amount bigint NOT NULL,
    purge_after timestamp with time zone NOT NULL,
    CONSTRAINT worker_dispatching_amount_check CHECK ((amount > 1)),
    CONSTRAINT worker_dispatching_ends CHECK ((collector_id <> creditor_id))
);

CREATE TABLE public.worker_hoarded_currency (
    debtor_id bigint NOT NULL
);

CREATE TABLE public.worker_receiving (
    to_collector_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    from_collector_id bigint NOT NULL,
    expected_amount bigint NOT NULL,
    received_amount bigint NOT NULL,
    purge_after timestamp with time zone NOT NULL,
    CONSTRAINT worker_receiving_ends CHECK ((from_collector_id <> to_collector_id)),
    CONSTRAINT worker_receiving_expected_amount_check CHECK ((expected_amount > 1)),
    CONSTRAINT worker_receiving_received_amount_check CHECK ((received_amount >= 0))
);

CREATE TABLE public.worker_sending (
    from_collector_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    turn_id integer NOT NULL,
    to_collector_id bigint NOT NULL,
    amount bigint NOT NULL,
    purge_after timestamp with time zone NOT NULL,
    CONSTRAINT worker_sending_amount_check CHECK ((amount > 1)),
    CONSTRAINT worker_sending_ends CHECK ((from_collector_id <> to_collector_id))
);

CREATE TABLE public.worker_turn (
    turn_id integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    base_debtor_info_locator text NOT NULL,
    base_debtor_id bigint NOT NULL,
    max_distance_to_base smallint NOT NULL,
    min_trade_amount bigint NOT NULL,
    phase smallint NOT NULL,
    phase_deadline timestamp with time zone,
    collection_started_at timestamp with time zone,
    collection_deadline timestamp with time zone,
    worker_turn_subphase smallint NOT NULL,
    CONSTRAINT worker_turn_base_debtor_id_check CHECK ((base_debtor_id <> 0)),
    CONSTRAINT worker_turn_collection_deadline CHECK (((collection_deadline IS NOT NULL) OR (phase < 2))),
    CONSTRAINT worker_turn_collection_started_at CHECK (((collection_started_at IS NOT NULL) OR (phase < 3))),
    CONSTRAINT worker_turn_max_distance_to_base_check CHECK ((max_distance_to_base > 0)),
    CONSTRAINT worker_turn_min_trade_amount_check CHECK ((min_trade_amount > 0)),
    CONSTRAINT worker_turn_phase_check CHECK (((phase >= 1) AND (phase <= 3))),
    CONSTRAINT worker_turn_phase_deadline CHECK (((phase_deadline IS NOT NULL) OR (phase > 2))),
    CONSTRAINT worker_turn_worker_turn_subphase_check CHECK (((worker_turn_subphase >= 0) AND (worker_turn_subphase <= 10)))
);

INSERT INTO public.account_lock VALUES
	(1253469821074, 1311862288444783501, 5, 1099511627926, '2026-11-30 02:15:25.598134+00', 2, -12000, 12704, false, 22855548206579716, '2026-11-30 02:15:28.496061+00', '2026-11-30 02:15:28.592553+00', '2026-11-30', 3, true),
	(1483105929770, 1311862288431944781, 5, 1099511628051, '2026-11-30 02:15:25.598134+00', 3, -2000, 2118, false, 22855548206579714, '2026-11-30 02:15:28.498964+00', '2026-11-30 02:15:28.609836+00', '2026-11-30', 3, true),
	(1449453452744, 1311862288437245892, 5, 1099511628766, '2026-11-30 02:15:25.608224+00', 5, -1500, 1588, false, 22855548206579715, '2026-11-30 02:15:28.501331+00', '2026-11-30 02:15:28.644009+00', '2026-11-30', 4, true),
	(1253469821074, 1311862288431944781, 5, 1099511628300, '2026-11-30 02:15:25.212519+00', 1, 2000, 0, false, 22855548206579713, '2026-11-30 02:15:29.094081+00', '2026-11-30 02:15:29.094081+00', '2026-11-30', 1, true),
	(1449453452744, 1311862288444783501, 5, 1099511628436, '2026-11-30 02:15:25.599269+00', 4, 12000, 0, false, 22855548206579713, '2026-11-30 02:15:29.196752+00', '2026-11-30 02:15:29.196752+00', '2026-11-30', 1, true),
	(1483105929770, 1311862288437245892, 5, 1099511628766, '2026-11-30 02:15:25.608224+00', 6, 1500, 0, false, 22855548206579713, '2026-11-30 02:15:29.355064+00', '2026-11-30 02:15:29.355064+00', '2026-11-30', 2, true);

INSERT INTO public.debtor_info_document VALUES
	('https://127.0.0.1:24829/documents/1311862288431944781', 1311862288431944781, 'https://127.0.0.1:24829/documents/base', 1311862288428302337, 1.5, NULL, '2026-11-30 02:15:19.609881+00'),
	('https://127.0.0.1:24829/documents/base', 1311862288428302337, NULL, NULL, NULL, NULL, '2026-11-30 02:15:19.649919+00'),
	('https://127.0.0.1:24829/documents/1311862288444783501', 1311862288444783501, 'https://127.0.0.1:24829/documents/base', 1311862288428302337, 0.25, NULL, '2026-11-30 02:15:19.657645+00'),
	('https://127.0.0.1:24829/documents/1311862288437245892', 1311862288437245892, 'https://127.0.0.1:24829/documents/base', 1311862288428302337, 2, NULL, '2026-11-30 02:15:19.668186+00');

INSERT INTO public.debtor_locator_claim VALUES
	(1311862288431944781, 'https://127.0.0.1:24829/documents/1311862288431944781', '2026-11-30 02:15:19.547109+00', '2026-11-30 02:15:19.334567+00', NULL),
	(1311862288444783501, 'https://127.0.0.1:24829/documents/1311862288444783501', '2026-11-30 02:15:19.60099+00', '2026-11-30 02:15:19.476605+00', NULL),
	(1311862288437245892, 'https://127.0.0.1:24829/documents/1311862288437245892', '2026-11-30 02:15:19.62085+00', '2026-11-30 02:15:19.479946+00', NULL);

INSERT INTO public.interest_rate_change VALUES
	(1099511628051, 1311862288431944781, '1970-01-01 00:00:00+00', 0),
	(1099511628300, 1311862288431944781, '1970-01-01 00:00:00+00', 0),
	(1099511627926, 1311862288444783501, '1970-01-01 00:00:00+00', 0),
	(1099511627839, 1311862288437245892, '1970-01-01 00:00:00+00', 0),
	(1099511628436, 1311862288444783501, '1970-01-01 00:00:00+00', 0),
	(1099511628766, 1311862288437245892, '1970-01-01 00:00:00+00', 0);

INSERT INTO public.needed_worker_account VALUES
	(1099511628051, 1311862288431944781, '2026-11-30 02:15:19.240636+00', NULL, 0, '1970-01-01 00:00:00+00'),
	(1099511628300, 1311862288431944781, '2026-11-30 02:15:19.240636+00', NULL, 0, '1970-01-01 00:00:00+00'),
	(1099511627839, 1311862288437245892, '2026-11-30 02:15:19.294875+00', NULL, 0, '1970-01-01 00:00:00+00'),
	(1099511627926, 1311862288444783501, '2026-11-30 02:15:19.294875+00', NULL, 0, '1970-01-01 00:00:00+00'),
	(1099511628436, 1311862288444783501, '2026-11-30 02:15:19.294875+00', NULL, 0, '1970-01-01 00:00:00+00'),
	(1099511628766, 1311862288437245892, '2026-11-30 02:15:19.294875+00', NULL, 0, '1970-01-01 00:00:00+00');

INSERT INTO public.recently_needed_collector VALUES
	(1311862288431944781, '2026-11-30 02:15:19.138003+00'),
	(1311862288437245892, '2026-11-30 02:15:19.138003+00'),
	(1311862288444783501, '2026-11-30 02:15:19.138003+00');

INSERT INTO public.rejected_message OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-11-30 02:15:30.684461+00', 'swpt_trade', '', 'swpt_trade', 'UpdatedPolicy', 'application/json', 'swpt_test', '[]', '\x7b2274797065223a2255706461746564506f6c696379227d', 24, 'Message validation error: debtor_id: Missing data for required field. creditor_id: Missing data for required field. update_id: Missing data for required field. min_principal: Missing data for required field. max_principal: Missing data for required field. ts: Missing data for required field.', 576);

INSERT INTO public.rejected_total VALUES
	(true, 576, 0);

INSERT INTO public.schema_migration VALUES
	(1, 'swpt_trade_worker', 'outbox', '\x522ffdcf8e1b967ddac55e6bdf47325d03ff8a2ad234d9bf4adb6ff2628c3ff5', '2026-11-30 02:14:59.55523+00'),
	(2, 'swpt_trade_worker', 'worker', '\xa30aabf050d1dcc70ec9b79f220fd19bafa72925262f06553cf1c693ad5b79cc', '2026-11-30 02:14:59.57546+00'),
	(3, 'swpt_trade_worker', 'explain', '\x9730693575f1b154b2e96f5d7d442405013ab788ea30874bebe223a40ce1f86d', '2026-11-30 02:14:59.900031+00'),
	(4, 'swpt_trade_worker', 'rejected', '\x57725c6cb34b042e40d2b2e2797e619c68a4c079bc3a7d979d4e2a040b86e83f', '2026-11-30 02:14:59.915542+00');

INSERT INTO public.trade_explanation VALUES
	(1253469821074, 4, 1311862288431944781, 2001, 0, 5, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 4, 1311862288444783501, -12000, 0, 5, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 4, 1311862288437245892, -1500, 0, 5, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 4, 1311862288444783501, 12001, 0, 5, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 4, 1311862288431944781, -2000, 0, 5, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 4, 1311862288437245892, 1501, 0, 5, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 5, 1311862288431944781, 2001, 2000, 18, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 5, 1311862288444783501, 12001, 12000, 18, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 5, 1311862288437245892, 1501, 1500, 18, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO public.trading_policy VALUES
	(1253469821074, 1311862288428302337, 46, '2026-11-30 02:15:07.024704+00', '1253469821074', false, '2026-11-30', 0, 0, 0, '1970-01-01 00:00:00+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 44, '2026-11-30 02:15:07.120943+00', 0),
	(1483105929770, 1311862288428302337, 102, '2026-11-30 02:15:07.749929+00', '1483105929770', false, '2026-11-30', 0, 0, 0, '1970-01-01 00:00:00+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 100, '2026-11-30 02:15:07.898195+00', 0),
	(1483105929770, 1311862288431944781, 77, '2026-11-30 02:15:28.580388+00', '1483105929770', false, '2026-11-30', 1500, 3, 76, '2026-11-30 02:15:13.270608+00', 'conservative', 1500, 1500, 1311862288428302337, 1.5, 72, '2026-11-30 02:15:07.493724+00', 0),
	(1449453452744, 1311862288428302337, 158, '2026-11-30 02:15:08.497547+00', '1449453452744', false, '2026-11-30', 0, 0, 0, '1970-01-01 00:00:00+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 156, '2026-11-30 02:15:08.571312+00', 0),
	(1253469821074, 1311862288444783501, 8, '2026-11-30 02:15:28.61323+00', '1253469821074', false, '2026-11-30', 6000, 3, 7, '2026-11-30 02:15:13.168752+00', 'conservative', 6000, 6000, 1311862288428302337, 0.25, 3, '2026-11-30 02:15:06.48473+00', 0),
	(1449453452744, 1311862288437245892, 148, '2026-11-30 02:15:28.653209+00', '1449453452744', false, '2026-11-30', 1150, 4, 146, '2026-11-30 02:15:13.350372+00', 'conservative', 1150, 1150, 1311862288428302337, 2, 142, '2026-11-30 02:15:08.425374+00', 0),
	(1253469821074, 1311862288431944781, 19, '2026-11-30 02:15:29.07321+00', '1253469821074', false, '2026-11-30', 1998, 1, 20, '2026-11-30 02:15:13.226683+00', 'conservative', 2000, 2000, 1311862288428302337, 1.5, 16, '2026-11-30 02:15:06.683965+00', 0),
	(1449453452744, 1311862288444783501, 117, '2026-11-30 02:15:29.203142+00', '1449453452744', false, '2026-11-30', 11999, 1, 118, '2026-11-30 02:15:13.373184+00', 'conservative', 12000, 12000, 1311862288428302337, 0.25, 114, '2026-11-30 02:15:08.099547+00', 0),
	(1449453452744, 1311862288431944781, 131, '2026-11-30 02:15:09.115594+00', '1449453452744', false, '2026-11-30', 500, 1, 0, '1970-01-01 00:00:00+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 128, '2026-11-30 02:15:08.281264+00', 0),
	(1483105929770, 1311862288437245892, 90, '2026-11-30 02:15:29.358355+00', '1483105929770', false, '2026-11-30', 1598, 2, 90, '2026-11-30 02:15:13.319606+00', 'conservative', 1600, 1600, 1311862288428302337, 2, 86, '2026-11-30 02:15:07.669405+00', 0),
	(1253469821074, 1311862288437245892, 33, '2026-11-30 02:15:09.240263+00', '1253469821074', false, '2026-11-30', 250, 1, 0, '1970-01-01 00:00:00+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 30, '2026-11-30 02:15:06.909646+00', 0),
	(1483105929770, 1311862288444783501, 168, '2026-11-30 02:15:13.126175+00', '1483105929770', true, '1970-01-01', 0, 0, 168, '2026-11-30 02:15:13.126175+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 168, '2026-11-30 02:15:13.126175+00', 0);

INSERT INTO public.usable_collector VALUES
	(1311862288431944781, 1099511628051, '1099511628051', NULL),
	(1311862288431944781, 1099511628300, '1099511628300', NULL),
	(1311862288437245892, 1099511627839, '1099511627839', NULL),
	(1311862288444783501, 1099511627926, '1099511627926', NULL),
	(1311862288437245892, 1099511628766, '1099511628766', NULL),
	(1311862288444783501, 1099511628436, '1099511628436', NULL);

INSERT INTO public.worker_account VALUES
	(1099511628436, 1311862288444783501, '2026-11-30', '2026-11-30 02:15:19.3311+00', 2, 0, 0, 0, '1970-01-01 00:00:00+00', 0, '1099511628436', 'https://127.0.0.1:24829/documents/1311862288444783501.1', 0, '1970-01-01 00:00:00+00', -50, 7776000, 500, '2026-11-30 02:15:19.3311+00', 0, '1970-01-01 00:00:00+00', 0, 0, -2147483648),
	(1099511628051, 1311862288431944781, '2026-11-30', '2026-11-30 02:15:28.779093+00', 4, 1, 0, 0, '1970-01-01 00:00:00+00', 0, '1099511628051', 'https://127.0.0.1:24829/documents/1311862288431944781.1', 2, '2026-11-30 02:15:28.779093+00', -50, 7776000, 500, '2026-11-30 02:15:28.779093+00', 0, '1970-01-01 00:00:00+00', 0, 0, -2147483648),
	(1099511628766, 1311862288437245892, '2026-11-30', '2026-11-30 02:15:29.016777+00', 4, 1, 0, 0, '1970-01-01 00:00:00+00', 0, '1099511628766', 'https://127.0.0.1:24829/documents/1311862288437245892.1', 2, '2026-11-30 02:15:29.016777+00', -50, 7776000, 500, '2026-11-30 02:15:29.016777+00', 0, '1970-01-01 00:00:00+00', 0, 0, -2147483648),
	(1099511628300, 1311862288431944781, '2026-11-30', '2026-11-30 02:15:29.048147+00', 4, 1, 0, 0, '1970-01-01 00:00:00+00', 0, '1099511628300', 'https://127.0.0.1:24829/documents/1311862288431944781.1', 2, '2026-11-30 02:15:29.048147+00', -50, 7776000, 500, '2026-11-30 02:15:29.048147+00', 0, '1970-01-01 00:00:00+00', 0, 0, -2147483648),
	(1099511627926, 1311862288444783501, '2026-11-30', '2026-11-30 02:15:29.17516+00', 4, 1, 0, 0, '1970-01-01 00:00:00+00', 0, '1099511627926', 'https://127.0.0.1:24829/documents/1311862288444783501.1', 2, '2026-11-30 02:15:29.17516+00', -50, 7776000, 500, '2026-11-30 02:15:29.17516+00', 0, '1970-01-01 00:00:00+00', 0, 0, -2147483648),
	(1099511627839, 1311862288437245892, '2026-11-30', '2026-11-30 02:15:29.312425+00', 4, 1, 0, 0, '1970-01-01 00:00:00+00', 0, '1099511627839', 'https://127.0.0.1:24829/documents/1311862288437245892.1', 2, '2026-11-30 02:15:29.312425+00', -50, 7776000, 500, '2026-11-30 02:15:29.312425+00', 0, '1970-01-01 00:00:00+00', 0, 0, -2147483648);

INSERT INTO public.worker_turn VALUES
	(1, '2026-11-30 02:15:01.655965+00', 'https://127.0.0.1:24829/documents/base', 1311862288428302337, 10, 1000, 3, NULL, '2026-11-30 02:15:05.68211+00', '2026-12-30 02:15:02.658732+00', 10),
	(2, '2026-11-30 02:15:06.013822+00', 'https://127.0.0.1:24829/documents/base', 1311862288428302337, 10, 1000, 3, NULL, '2026-11-30 02:15:10.118317+00', '2026-12-30 02:15:07.108443+00', 10),
	(3, '2026-11-30 02:15:12.001313+00', 'https://127.0.0.1:24829/documents/base', 1311862288428302337, 10, 1000, 3, NULL, '2026-11-30 02:15:16.138706+00', '2026-12-30 02:15:13.107408+00', 10),
	(4, '2026-11-30 02:15:18.001293+00', 'https://127.0.0.1:24829/documents/base', 1311862288428302337, 10, 1000, 3, NULL, '2026-11-30 02:15:22.127488+00', '2026-12-30 02:15:19.104207+00', 10),
	(5, '2026-11-30 02:15:24.001626+00', 'https://127.0.0.1:24829/documents/base', 1311862288428302337, 10, 1000, 3, NULL, '2026-11-30 02:15:28.120389+00', '2026-12-30 02:15:25.102393+00', 10);

SELECT pg_catalog.setval('public.collector_status_change_change_id_seq', 12, true);

SELECT pg_catalog.setval('public.coordinator_request_id_seq', 11, true);

SELECT pg_catalog.setval('public.delayed_account_transfer_message_id_seq', 1, false);

SELECT pg_catalog.setval('public.outbox_message_message_id_seq', 95, true);

SELECT pg_catalog.setval('public.rejected_message_message_id_seq', 1, true);

ALTER TABLE ONLY public.account_lock
    ADD CONSTRAINT account_lock_pkey PRIMARY KEY (creditor_id, debtor_id);

ALTER TABLE ONLY public.collector_status_change
    ADD CONSTRAINT collector_status_change_pkey PRIMARY KEY (collector_id, change_id);

ALTER TABLE ONLY public.creditor_participation
    ADD CONSTRAINT creditor_participation_pkey PRIMARY KEY (creditor_id, debtor_id, turn_id);

ALTER TABLE ONLY public.debtor_info_document
    ADD CONSTRAINT debtor_info_document_pkey PRIMARY KEY (debtor_info_locator);

ALTER TABLE ONLY public.debtor_info_fetch
    ADD CONSTRAINT debtor_info_fetch_pkey PRIMARY KEY (iri, debtor_id);

ALTER TABLE ONLY public.debtor_locator_claim
    ADD CONSTRAINT debtor_locator_claim_pkey PRIMARY KEY (debtor_id);

ALTER TABLE ONLY public.delayed_account_transfer
    ADD CONSTRAINT delayed_account_transfer_pkey PRIMARY KEY (turn_id, message_id);

ALTER TABLE ONLY public.dispatching_status
    ADD CONSTRAINT dispatching_status_pkey PRIMARY KEY (collector_id, debtor_id, turn_id);

ALTER TABLE ONLY public.interest_rate_change
    ADD CONSTRAINT interest_rate_change_pkey PRIMARY KEY (creditor_id, debtor_id, change_ts);

ALTER TABLE ONLY public.needed_collector_account
    ADD CONSTRAINT needed_collector_account_pkey PRIMARY KEY (debtor_id, collector_id);

ALTER TABLE ONLY public.needed_worker_account
    ADD CONSTRAINT needed_worker_account_pkey PRIMARY KEY (creditor_id, debtor_id);

ALTER TABLE ONLY public.outbox_message
    ADD CONSTRAINT outbox_message_pkey PRIMARY KEY (kind, retry_at, message_id);

ALTER TABLE ONLY public.recently_needed_collector
    ADD CONSTRAINT recently_needed_collector_pkey PRIMARY KEY (debtor_id);

ALTER TABLE ONLY public.rejected_message
    ADD CONSTRAINT rejected_message_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.rejected_total
    ADD CONSTRAINT rejected_total_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.trade_explanation
    ADD CONSTRAINT trade_explanation_pkey PRIMARY KEY (creditor_id, turn_id, debtor_id);

ALTER TABLE ONLY public.trading_policy
    ADD CONSTRAINT trading_policy_pkey PRIMARY KEY (creditor_id, debtor_id);

ALTER TABLE ONLY public.transfer_attempt
    ADD CONSTRAINT transfer_attempt_pkey PRIMARY KEY (collector_id, turn_id, debtor_id, creditor_id, transfer_kind);

ALTER TABLE ONLY public.usable_collector
    ADD CONSTRAINT usable_collector_pkey PRIMARY KEY (debtor_id, collector_id);

ALTER TABLE ONLY public.worker_account
    ADD CONSTRAINT worker_account_pkey PRIMARY KEY (creditor_id, debtor_id);

ALTER TABLE ONLY public.worker_collecting
    ADD CONSTRAINT worker_collecting_pkey PRIMARY KEY (collector_id, debtor_id, turn_id, creditor_id);

ALTER TABLE ONLY public.worker_dispatching
    ADD CONSTRAINT worker_dispatching_pkey PRIMARY KEY (collector_id, debtor_id, turn_id, creditor_id);

ALTER TABLE ONLY public.worker_hoarded_currency
    ADD CONSTRAINT worker_hoarded_currency_pkey PRIMARY KEY (debtor_id);

ALTER TABLE ONLY public.worker_receiving
    ADD CONSTRAINT worker_receiving_pkey PRIMARY KEY (to_collector_id, debtor_id, turn_id, from_collector_id);

ALTER TABLE ONLY public.worker_sending
    ADD CONSTRAINT worker_sending_pkey PRIMARY KEY (from_collector_id, debtor_id, turn_id, to_collector_id);

ALTER TABLE ONLY public.worker_turn
    ADD CONSTRAINT worker_turn_pkey PRIMARY KEY (turn_id);

CREATE UNIQUE INDEX account_lock_of_collector ON public.account_lock USING btree (creditor_id, debtor_id) WHERE (is_collector AND (released_at IS NULL));

CREATE UNIQUE INDEX account_lock_request ON public.account_lock USING btree (coordinator_request_id);

CREATE INDEX account_lock_turn ON public.account_lock USING btree (turn_id);

CREATE INDEX debtor_info_fetch_by_host ON public.debtor_info_fetch USING btree (host, next_attempt_at);

CREATE INDEX debtor_info_fetch_due ON public.debtor_info_fetch USING btree (next_attempt_at);

CREATE INDEX transfer_attempt_due ON public.transfer_attempt USING btree (rescheduled_for) WHERE (rescheduled_for IS NOT NULL);

CREATE INDEX transfer_attempt_moving ON public.transfer_attempt USING btree (collector_id, debtor_id) WHERE (transfer_kind = 2);

CREATE UNIQUE INDEX transfer_attempt_request ON public.transfer_attempt USING btree (coordinator_request_id) WHERE (coordinator_request_id IS NOT NULL);

CREATE UNIQUE INDEX usable_collector_by_collector ON public.usable_collector USING btree (collector_id, debtor_id);

CREATE INDEX worker_collecting_open ON public.worker_collecting USING btree (collector_id, debtor_id, turn_id) WHERE (NOT collected);

CREATE INDEX worker_receiving_open ON public.worker_receiving USING btree (to_collector_id, debtor_id, turn_id) WHERE (received_amount = 0);

CREATE INDEX worker_turn_open ON public.worker_turn USING btree (turn_id) WHERE (worker_turn_subphase < 10);

CREATE INDEX worker_turn_running ON public.worker_turn USING btree (turn_id) WHERE (phase < 3);

