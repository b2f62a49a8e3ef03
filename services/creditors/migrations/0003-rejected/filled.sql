
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

CREATE TABLE public.account (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    update_id bigint NOT NULL,
    debtor_name text,
    amount_divisor double precision NOT NULL,
    decimal_places integer NOT NULL,
    unit text,
    known_debtor boolean NOT NULL,
    display_update_id bigint NOT NULL,
    display_update_ts timestamp with time zone NOT NULL,
    policy text,
    min_principal bigint NOT NULL,
    max_principal bigint NOT NULL,
    peg_exchange_rate double precision,
    peg_debtor_id bigint,
    exchange_update_id bigint NOT NULL,
    exchange_update_ts timestamp with time zone NOT NULL,
    knowledge text NOT NULL,
    knowledge_update_id bigint NOT NULL,
    knowledge_update_ts timestamp with time zone NOT NULL,
    CONSTRAINT account_amount_divisor_check CHECK ((amount_divisor > (0)::double precision)),
    CONSTRAINT account_check CHECK ((min_principal <= max_principal)),
    CONSTRAINT account_check1 CHECK (((peg_exchange_rate IS NULL) = (peg_debtor_id IS NULL))),
    CONSTRAINT account_display_update_id_check CHECK ((display_update_id > 0)),
    CONSTRAINT account_exchange_update_id_check CHECK ((exchange_update_id > 0)),
    CONSTRAINT account_knowledge_update_id_check CHECK ((knowledge_update_id > 0)),
    CONSTRAINT account_peg_exchange_rate_check CHECK ((peg_exchange_rate >= (0)::double precision)),
    CONSTRAINT account_update_id_check CHECK ((update_id > 0))
);

CREATE TABLE public.account_data (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    creation_date date NOT NULL,
    last_change_ts timestamp with time zone NOT NULL,
    last_change_seqnum integer NOT NULL,
    principal bigint NOT NULL,
    interest double precision NOT NULL,
    last_transfer_number bigint NOT NULL,
    last_transfer_committed_at timestamp with time zone NOT NULL,
    last_heartbeat_ts timestamp with time zone NOT NULL,
    has_server_account boolean NOT NULL,
    last_config_ts timestamp with time zone NOT NULL,
    last_config_seqnum integer NOT NULL,
    negligible_amount real NOT NULL,
    config_flags integer NOT NULL,
    config_data text NOT NULL,
    allow_unsafe_deletion boolean NOT NULL,
    is_config_effectual boolean NOT NULL,
    config_error text,
    config_update_id bigint NOT NULL,
    config_update_ts timestamp with time zone NOT NULL,
    interest_rate real NOT NULL,
    last_interest_rate_change_ts timestamp with time zone NOT NULL,
    transfer_note_max_bytes integer NOT NULL,
    account_id text NOT NULL,
    debtor_info_iri text,
    debtor_info_content_type text,
    debtor_info_sha256 bytea,
    info_update_id bigint NOT NULL,
    info_update_ts timestamp with time zone NOT NULL,
    ledger_principal bigint NOT NULL,
    ledger_last_entry_id bigint NOT NULL,
    ledger_last_transfer_number bigint NOT NULL,
    ledger_pending_transfer_ts timestamp with time zone,
    ledger_has_work boolean NOT NULL,
    ledger_update_id bigint NOT NULL,
    ledger_update_ts timestamp with time zone NOT NULL,
    CONSTRAINT account_data_config_update_id_check CHECK ((config_update_id > 0)),
    CONSTRAINT account_data_debtor_info_sha256_check CHECK ((octet_length(debtor_info_sha256) = 32)),
    CONSTRAINT account_data_info_update_id_check CHECK ((info_update_id > 0)),
    CONSTRAINT account_data_interest_rate_check CHECK ((interest_rate >= ('-100'::integer)::double precision)),
    CONSTRAINT account_data_last_transfer_number_check CHECK ((last_transfer_number >= 0)),
    CONSTRAINT account_data_ledger_last_entry_id_check CHECK ((ledger_last_entry_id >= 0)),
    CONSTRAINT account_data_ledger_last_transfer_number_check CHECK ((ledger_last_transfer_number >= 0)),
    CONSTRAINT account_data_ledger_update_id_check CHECK ((ledger_update_id > 0)),
    CONSTRAINT account_data_negligible_amount_check CHECK ((negligible_amount >= (0)::double precision)),
    CONSTRAINT account_data_transfer_note_max_bytes_check CHECK ((transfer_note_max_bytes >= 0))
)
WITH (fillfactor='70');

CREATE TABLE public.committed_transfer (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    creation_date date NOT NULL,
    transfer_number bigint NOT NULL,
    acquired_amount bigint NOT NULL,
    principal bigint NOT NULL,
    committed_at timestamp with time zone NOT NULL,
    previous_transfer_number bigint NOT NULL,
    coordinator_type text NOT NULL,
    sender text NOT NULL,
    recipient text NOT NULL,
    transfer_note_format text NOT NULL,
    transfer_note text NOT NULL,
    CONSTRAINT committed_transfer_acquired_amount_check CHECK ((acquired_amount <> 0)),
    CONSTRAINT committed_transfer_check CHECK ((previous_transfer_number < transfer_number)),
    CONSTRAINT committed_transfer_previous_transfer_number_check CHECK ((previous_transfer_number >= 0)),
    CONSTRAINT committed_transfer_transfer_number_check CHECK ((transfer_number > 0))
)
WITH (autovacuum_vacuum_insert_threshold='20000', autovacuum_vacuum_insert_scale_factor='0.01', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_cost_delay='0');

CREATE SEQUENCE public.coordinator_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.creditor (
    creditor_id bigint NOT NULL,
    status smallint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    reservation_id bigint NOT NULL,
    update_ts timestamp with time zone NOT NULL,
    last_log_entry_id bigint NOT NULL,
    largest_historic_ledger_entry_id bigint NOT NULL,
    accounts_list_update_id bigint NOT NULL,
    accounts_list_update_ts timestamp with time zone NOT NULL,
    transfers_list_update_id bigint NOT NULL,
    transfers_list_update_ts timestamp with time zone NOT NULL,
    deactivation_date date,
    accounts_count smallint DEFAULT 0 NOT NULL,
    transfers_count smallint DEFAULT 0 NOT NULL,
    reconfigs_count smallint DEFAULT 0 NOT NULL,
    reconfigs_reset_at integer DEFAULT 0 NOT NULL,
    initiations_count smallint DEFAULT 0 NOT NULL,
    initiations_reset_at integer DEFAULT 0 NOT NULL,
    CONSTRAINT creditor_accounts_list_update_id_check CHECK ((accounts_list_update_id > 0)),
    CONSTRAINT creditor_creditor_id_check CHECK ((creditor_id <> 0)),
    CONSTRAINT creditor_largest_historic_ledger_entry_id_check CHECK ((largest_historic_ledger_entry_id >= 0)),
    CONSTRAINT creditor_last_log_entry_id_check CHECK ((last_log_entry_id >= 0)),
    CONSTRAINT creditor_status_check CHECK ((status = ANY (ARRAY[0, 1, 3]))),
    CONSTRAINT creditor_transfers_list_update_id_check CHECK ((transfers_list_update_id > 0))
)
WITH (fillfactor='70');

CREATE SEQUENCE public.creditor_reservation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.ledger_entry (
    creditor_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    creation_date date,
    transfer_number bigint,
    acquired_amount bigint NOT NULL,
    principal bigint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT ledger_entry_acquired_amount_check CHECK ((acquired_amount <> 0)),
    CONSTRAINT ledger_entry_check CHECK (((creation_date IS NULL) = (transfer_number IS NULL))),
    CONSTRAINT ledger_entry_entry_id_check CHECK ((entry_id > 0)),
    CONSTRAINT ledger_entry_transfer_number_check CHECK ((transfer_number > 0))
)
WITH (autovacuum_vacuum_insert_threshold='20000', autovacuum_vacuum_insert_scale_factor='0.01', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_cost_delay='0');

CREATE TABLE public.log_entry (
    creditor_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    added_at timestamp with time zone NOT NULL,
    object_kind smallint NOT NULL,
    is_deleted boolean NOT NULL,
    object_update_id bigint,
    debtor_id bigint,
    creation_date date,
    transfer_number bigint,
    transfer_uuid uuid,
    data_principal bigint,
    data_next_entry_id bigint,
    data_finalized_at timestamp with time zone,
    data_error_code text,
    CONSTRAINT log_entry_entry_id_check CHECK ((entry_id > 0)),
    CONSTRAINT log_entry_object_update_id_check CHECK ((object_update_id > 0))
)
WITH (autovacuum_vacuum_insert_threshold='20000', autovacuum_vacuum_insert_scale_factor='0.01', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_cost_delay='0');

CREATE SEQUENCE public.object_update_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

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

CREATE TABLE public.pin (
    creditor_id bigint NOT NULL,
    status smallint NOT NULL,
    consecutive_failures smallint NOT NULL,
    accumulated_failures smallint NOT NULL,
    accumulated_since timestamp with time zone NOT NULL,
    pin_length smallint NOT NULL,
    pin_hmac bytea,
    pin_salt text,
    update_id bigint NOT NULL,
    update_ts timestamp with time zone NOT NULL,
    CONSTRAINT pin_accumulated_failures_check CHECK ((accumulated_failures >= 0)),
    CONSTRAINT pin_check CHECK (((status <> 1) OR (pin_hmac IS NOT NULL))),
    CONSTRAINT pin_check1 CHECK (((pin_hmac IS NULL) = (pin_length = 0))),
    CONSTRAINT pin_consecutive_failures_check CHECK ((consecutive_failures >= 0)),
    CONSTRAINT pin_pin_hmac_check CHECK ((octet_length(pin_hmac) = 32)),
    CONSTRAINT pin_pin_length_check CHECK ((pin_length >= 0)),
    CONSTRAINT pin_status_check CHECK ((status = ANY (ARRAY[0, 1, 2]))),
    CONSTRAINT pin_update_id_check CHECK ((update_id > 0))
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

CREATE TABLE public.running_transfer (
    creditor_id bigint NOT NULL,
    transfer_uuid uuid NOT NULL,
    debtor_id bigint NOT NULL,
    amount bigint NOT NULL,
    recipient_uri text NOT NULL,
    recipient text NOT NULL,
    transfer_note_format text NOT NULL,
    transfer_note text NOT NULL,
    deadline timestamp with time zone,
    final_interest_rate_ts timestamp with time zone NOT NULL,
    locked_amount bigint NOT NULL,
    coordinator_request_id bigint NOT NULL,
    initiated_at timestamp with time zone NOT NULL,
    transfer_id bigint,
    finalized_at timestamp with time zone,
    error_code text,
    total_locked_amount bigint,
    update_id bigint NOT NULL,
    update_ts timestamp with time zone NOT NULL,
    CONSTRAINT running_transfer_amount_check CHECK ((amount >= 0)),
    CONSTRAINT running_transfer_check CHECK (((finalized_at IS NOT NULL) OR (error_code IS NULL))),
    CONSTRAINT running_transfer_locked_amount_check CHECK ((locked_amount >= 0)),
    CONSTRAINT running_transfer_total_locked_amount_check CHECK ((total_locked_amount >= 0)),
    CONSTRAINT running_transfer_update_id_check CHECK ((update_id > 0))
)
WITH (fillfactor='80');

CREATE TABLE public.schema_migration (
    number integer NOT NULL,
    service text NOT NULL,
    name text NOT NULL,
    checksum bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

INSERT INTO public.account VALUES
	(1253469821074, 1311862288431944781, '2026-11-30 02:15:06.519181+00', 14, 'Hillside Farm', 100, 2, 'BASKET', true, 19, '2026-11-30 02:15:06.658408+00', 'conservative', 2000, 2000, 1.5, 1311862288428302337, 20, '2026-11-30 02:15:13.226683+00', '{"checkedDebtorInfo":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/1311862288431944781.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"07C452C35C96A2CEEF5475FCED31424B913CD3C1A30B5E562BEFF34DC1BAFD83"}}', 21, '2026-11-30 02:15:06.635506+00'),
	(1253469821074, 1311862288437245892, '2026-11-30 02:15:06.713133+00', 28, 'Bicycle Workshop', 100, 2, 'REPAIR', true, 33, '2026-11-30 02:15:06.889772+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 33, '2026-11-30 02:15:06.713133+00', '{"checkedDebtorInfo":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/1311862288437245892.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"5464BDFDDEF505F21C8A847DE723BDB7EE805DBCDC92F3FD9D58B382385585D5"}}', 35, '2026-11-30 02:15:06.868702+00'),
	(1483105929770, 1311862288431944781, '2026-11-30 02:15:07.34202+00', 70, 'Hillside Farm', 100, 2, 'BASKET', true, 75, '2026-11-30 02:15:07.478654+00', 'conservative', 1500, 1500, 1.5, 1311862288428302337, 76, '2026-11-30 02:15:13.270608+00', '{"checkedDebtorInfo":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/1311862288431944781.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"07C452C35C96A2CEEF5475FCED31424B913CD3C1A30B5E562BEFF34DC1BAFD83"}}', 77, '2026-11-30 02:15:07.465495+00'),
	(1253469821074, 1311862288428302337, '2026-11-30 02:15:06.953627+00', 42, 'Hour of Work', 100, 2, 'HOUR', true, 47, '2026-11-30 02:15:07.100699+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 47, '2026-11-30 02:15:06.953627+00', '{"checkedDebtorInfo":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/base.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"464BFC488150FCE62BE0689678DBA42F6D9FD10DEE1B3661BDEC7DEC663CE9EB"}}', 49, '2026-11-30 02:15:07.079834+00'),
	(1449453452744, 1311862288431944781, '2026-11-30 02:15:08.143991+00', 126, 'Hillside Farm', 100, 2, 'BASKET', true, 131, '2026-11-30 02:15:08.263145+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 131, '2026-11-30 02:15:08.143991+00', '{"checkedDebtorInfo":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/1311862288431944781.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"07C452C35C96A2CEEF5475FCED31424B913CD3C1A30B5E562BEFF34DC1BAFD83"}}', 133, '2026-11-30 02:15:08.239182+00'),
	(1483105929770, 1311862288437245892, '2026-11-30 02:15:07.52147+00', 84, 'Bicycle Workshop', 100, 2, 'REPAIR', true, 89, '2026-11-30 02:15:07.657332+00', 'conservative', 1600, 1600, 2, 1311862288428302337, 90, '2026-11-30 02:15:13.319606+00', '{"checkedDebtorInfo":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/1311862288437245892.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"5464BDFDDEF505F21C8A847DE723BDB7EE805DBCDC92F3FD9D58B382385585D5"}}', 91, '2026-11-30 02:15:07.643273+00'),
	(1483105929770, 1311862288428302337, '2026-11-30 02:15:07.696153+00', 98, 'Hour of Work', 100, 2, 'HOUR', true, 103, '2026-11-30 02:15:07.85973+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 103, '2026-11-30 02:15:07.696153+00', '{"checkedDebtorInfo":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/base.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"464BFC488150FCE62BE0689678DBA42F6D9FD10DEE1B3661BDEC7DEC663CE9EB"}}', 105, '2026-11-30 02:15:07.817716+00'),
	(1449453452744, 1311862288437245892, '2026-11-30 02:15:08.316144+00', 140, 'Bicycle Workshop', 100, 2, 'REPAIR', true, 145, '2026-11-30 02:15:08.404617+00', 'conservative', 1150, 1150, 2, 1311862288428302337, 146, '2026-11-30 02:15:13.350372+00', '{"checkedDebtorInfo":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/1311862288437245892.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"5464BDFDDEF505F21C8A847DE723BDB7EE805DBCDC92F3FD9D58B382385585D5"}}', 147, '2026-11-30 02:15:08.384734+00'),
	(1449453452744, 1311862288428302337, '2026-11-30 02:15:08.472789+00', 154, 'Hour of Work', 100, 2, 'HOUR', true, 159, '2026-11-30 02:15:08.556661+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 159, '2026-11-30 02:15:08.472789+00', '{"checkedDebtorInfo":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/base.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"464BFC488150FCE62BE0689678DBA42F6D9FD10DEE1B3661BDEC7DEC663CE9EB"}}', 161, '2026-11-30 02:15:08.536224+00'),
	(1253469821074, 1311862288444783501, '2026-11-30 02:15:06.281187+00', 1, 'Riverside Bakery', 100, 2, 'LOAF', true, 6, '2026-11-30 02:15:06.469187+00', 'conservative', 6000, 6000, 0.25, 1311862288428302337, 7, '2026-11-30 02:15:13.168752+00', '{"checkedDebtorInfo":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/1311862288444783501.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"5CDEACCEC0AB801CEE7E2881A954D4F0F0DE88333F0D78DC62BD3110F6DEADD8"}}', 8, '2026-11-30 02:15:06.43852+00'),
	(1449453452744, 1311862288444783501, '2026-11-30 02:15:07.952466+00', 112, 'Riverside Bakery', 100, 2, 'LOAF', true, 117, '2026-11-30 02:15:08.072583+00', 'conservative', 12000, 12000, 0.25, 1311862288428302337, 118, '2026-11-30 02:15:13.373184+00', '{"checkedDebtorInfo":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/1311862288444783501.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"5CDEACCEC0AB801CEE7E2881A954D4F0F0DE88333F0D78DC62BD3110F6DEADD8"}}', 119, '2026-11-30 02:15:08.052607+00');

INSERT INTO public.account_data VALUES
	(1483105929770, 1311862288428302337, '2026-11-30', '2026-11-30 02:15:07.91233+00', 3, 0, 0, 0, '1970-01-01 00:00:00+00', '2026-11-30 02:15:07.91233+00', true, '2026-11-30 02:15:07.898195+00', 1, 0, 0, '', false, true, NULL, 100, '2026-11-30 02:15:07.898195+00', 0, '1970-01-01 00:00:00+00', 500, '1483105929770', 'https://127.0.0.1:24829/documents/base.1', 'application/vnd.swaptacular.coin-info+json', '\x464bfc488150fce62be0689678dba42f6d9fd10dee1b3661bdec7dec663ce9eb', 102, '2026-11-30 02:15:07.764091+00', 0, 1, 0, NULL, false, 102, '2026-11-30 02:15:07.749929+00'),
	(1253469821074, 1311862288428302337, '2026-11-30', '2026-11-30 02:15:07.138068+00', 3, 0, 0, 0, '1970-01-01 00:00:00+00', '2026-11-30 02:15:07.138068+00', true, '2026-11-30 02:15:07.120943+00', 1, 0, 0, '', false, true, NULL, 44, '2026-11-30 02:15:07.120943+00', 0, '1970-01-01 00:00:00+00', 500, '1253469821074', 'https://127.0.0.1:24829/documents/base.1', 'application/vnd.swaptacular.coin-info+json', '\x464bfc488150fce62be0689678dba42f6d9fd10dee1b3661bdec7dec663ce9eb', 46, '2026-11-30 02:15:07.043413+00', 0, 1, 0, NULL, false, 46, '2026-11-30 02:15:07.024704+00'),
	(1253469821074, 1311862288431944781, '2026-11-30', '2026-11-30 02:15:29.048147+00', 4, 1998, 0, 1, '2026-11-30 02:15:29.048147+00', '2026-11-30 02:15:29.048147+00', true, '2026-11-30 02:15:06.683965+00', 1, 0, 0, '', false, true, NULL, 16, '2026-11-30 02:15:06.683965+00', 0, '1970-01-01 00:00:00+00', 500, '1253469821074', 'https://127.0.0.1:24829/documents/1311862288431944781.1', 'application/vnd.swaptacular.coin-info+json', '\x07c452c35c96a2ceef5475fced31424b913cd3c1a30b5e562beff34dc1bafd83', 18, '2026-11-30 02:15:06.579005+00', 1998, 2, 1, NULL, false, 19, '2026-11-30 02:15:29.07321+00'),
	(1483105929770, 1311862288437245892, '2026-11-30', '2026-11-30 02:15:29.312425+00', 5, 1598, 0, 2, '2026-11-30 02:15:29.312425+00', '2026-11-30 02:15:29.312425+00', true, '2026-11-30 02:15:07.669405+00', 1, 0, 0, '', false, true, NULL, 86, '2026-11-30 02:15:07.669405+00', 0, '1970-01-01 00:00:00+00', 500, '1483105929770', 'https://127.0.0.1:24829/documents/1311862288437245892.1', 'application/vnd.swaptacular.coin-info+json', '\x5464bdfddef505f21c8a847de723bdb7ee805dbcdc92f3fd9d58b382385585d5', 88, '2026-11-30 02:15:07.602444+00', 1598, 3, 2, NULL, false, 90, '2026-11-30 02:15:29.358355+00'),
	(1253469821074, 1311862288444783501, '2026-11-30', '2026-11-30 02:15:28.538227+00', 6, 6000, 0, 3, '2026-11-30 02:15:28.538227+00', '2026-11-30 02:15:28.538227+00', true, '2026-11-30 02:15:06.48473+00', 1, 0, 0, '', false, true, NULL, 3, '2026-11-30 02:15:06.48473+00', 0, '1970-01-01 00:00:00+00', 500, '1253469821074', 'https://127.0.0.1:24829/documents/1311862288444783501.1', 'application/vnd.swaptacular.coin-info+json', '\x5cdeaccec0ab801cee7e2881a954d4f0f0de88333f0d78dc62bd3110f6deadd8', 5, '2026-11-30 02:15:06.387967+00', 6000, 4, 3, NULL, false, 8, '2026-11-30 02:15:28.61323+00'),
	(1483105929770, 1311862288431944781, '2026-11-30', '2026-11-30 02:15:28.542586+00', 6, 1500, 0, 3, '2026-11-30 02:15:28.542586+00', '2026-11-30 02:15:28.542586+00', true, '2026-11-30 02:15:07.493724+00', 1, 0, 0, '', false, true, NULL, 72, '2026-11-30 02:15:07.493724+00', 0, '1970-01-01 00:00:00+00', 500, '1483105929770', 'https://127.0.0.1:24829/documents/1311862288431944781.1', 'application/vnd.swaptacular.coin-info+json', '\x07c452c35c96a2ceef5475fced31424b913cd3c1a30b5e562beff34dc1bafd83', 74, '2026-11-30 02:15:07.415248+00', 1500, 4, 3, NULL, false, 77, '2026-11-30 02:15:28.580388+00'),
	(1449453452744, 1311862288431944781, '2026-11-30', '2026-11-30 02:15:09.09845+00', 4, 500, 0, 1, '2026-11-30 02:15:09.09845+00', '2026-11-30 02:15:09.09845+00', true, '2026-11-30 02:15:08.281264+00', 1, 0, 0, '', false, true, NULL, 128, '2026-11-30 02:15:08.281264+00', 0, '1970-01-01 00:00:00+00', 500, '1449453452744', 'https://127.0.0.1:24829/documents/1311862288431944781.1', 'application/vnd.swaptacular.coin-info+json', '\x07c452c35c96a2ceef5475fced31424b913cd3c1a30b5e562beff34dc1bafd83', 130, '2026-11-30 02:15:08.190294+00', 500, 2, 1, NULL, false, 131, '2026-11-30 02:15:09.115594+00'),
	(1449453452744, 1311862288428302337, '2026-11-30', '2026-11-30 02:15:08.586344+00', 3, 0, 0, 0, '1970-01-01 00:00:00+00', '2026-11-30 02:15:08.586344+00', true, '2026-11-30 02:15:08.571312+00', 1, 0, 0, '', false, true, NULL, 156, '2026-11-30 02:15:08.571312+00', 0, '1970-01-01 00:00:00+00', 500, '1449453452744', 'https://127.0.0.1:24829/documents/base.1', 'application/vnd.swaptacular.coin-info+json', '\x464bfc488150fce62be0689678dba42f6d9fd10dee1b3661bdec7dec663ce9eb', 158, '2026-11-30 02:15:08.505151+00', 0, 1, 0, NULL, false, 158, '2026-11-30 02:15:08.497547+00'),
	(1253469821074, 1311862288437245892, '2026-11-30', '2026-11-30 02:15:09.221898+00', 4, 250, 0, 1, '2026-11-30 02:15:09.221898+00', '2026-11-30 02:15:09.221898+00', true, '2026-11-30 02:15:06.909646+00', 1, 0, 0, '', false, true, NULL, 30, '2026-11-30 02:15:06.909646+00', 0, '1970-01-01 00:00:00+00', 500, '1253469821074', 'https://127.0.0.1:24829/documents/1311862288437245892.1', 'application/vnd.swaptacular.coin-info+json', '\x5464bdfddef505f21c8a847de723bdb7ee805dbcdc92f3fd9d58b382385585d5', 31, '2026-11-30 02:15:06.819061+00', 250, 2, 1, NULL, false, 33, '2026-11-30 02:15:09.240263+00'),
	(1449453452744, 1311862288444783501, '2026-11-30', '2026-11-30 02:15:29.17516+00', 4, 11999, 0, 1, '2026-11-30 02:15:29.17516+00', '2026-11-30 02:15:29.17516+00', true, '2026-11-30 02:15:08.099547+00', 1, 0, 0, '', false, true, NULL, 114, '2026-11-30 02:15:08.099547+00', 0, '1970-01-01 00:00:00+00', 500, '1449453452744', 'https://127.0.0.1:24829/documents/1311862288444783501.1', 'application/vnd.swaptacular.coin-info+json', '\x5cdeaccec0ab801cee7e2881a954d4f0f0de88333f0d78dc62bd3110f6deadd8', 116, '2026-11-30 02:15:08.001782+00', 11999, 2, 1, NULL, false, 117, '2026-11-30 02:15:29.203142+00'),
	(1449453452744, 1311862288437245892, '2026-11-30', '2026-11-30 02:15:28.54877+00', 7, 1150, 0, 4, '2026-11-30 02:15:28.54877+00', '2026-11-30 02:15:28.54877+00', true, '2026-11-30 02:15:08.425374+00', 1, 0, 0, '', false, true, NULL, 142, '2026-11-30 02:15:08.425374+00', 0, '1970-01-01 00:00:00+00', 500, '1449453452744', 'https://127.0.0.1:24829/documents/1311862288437245892.1', 'application/vnd.swaptacular.coin-info+json', '\x5464bdfddef505f21c8a847de723bdb7ee805dbcdc92f3fd9d58b382385585d5', 143, '2026-11-30 02:15:08.343079+00', 1150, 5, 4, NULL, false, 148, '2026-11-30 02:15:28.653209+00');

INSERT INTO public.committed_transfer VALUES
	(1253469821074, 1311862288444783501, '2026-11-30', 1, 20000, 20000, '2026-11-30 02:15:08.666291+00', 0, 'issuing', '0', '1253469821074', '', 'issued'),
	(1483105929770, 1311862288431944781, '2026-11-30', 1, 4000, 4000, '2026-11-30 02:15:08.78443+00', 0, 'issuing', '0', '1483105929770', '', 'issued'),
	(1449453452744, 1311862288437245892, '2026-11-30', 1, 3000, 3000, '2026-11-30 02:15:08.883662+00', 0, 'issuing', '0', '1449453452744', '', 'issued'),
	(1483105929770, 1311862288444783501, '2026-11-30', 1, 2000, 2000, '2026-11-30 02:15:08.992478+00', 0, 'direct', '1253469821074', '1483105929770', '', 'for a haircut'),
	(1253469821074, 1311862288444783501, '2026-11-30', 2, -2000, 18000, '2026-11-30 02:15:08.992478+00', 1, 'direct', '1253469821074', '1483105929770', '', 'for a haircut'),
	(1449453452744, 1311862288431944781, '2026-11-30', 1, 500, 500, '2026-11-30 02:15:09.09845+00', 0, 'direct', '1483105929770', '1449453452744', '', 'for a lesson'),
	(1483105929770, 1311862288431944781, '2026-11-30', 2, -500, 3500, '2026-11-30 02:15:09.09845+00', 1, 'direct', '1483105929770', '1449453452744', '', 'for a lesson'),
	(1449453452744, 1311862288437245892, '2026-11-30', 2, -250, 2750, '2026-11-30 02:15:09.221898+00', 1, 'direct', '1449453452744', '1253469821074', '', 'for a cake'),
	(1253469821074, 1311862288437245892, '2026-11-30', 1, 250, 250, '2026-11-30 02:15:09.221898+00', 0, 'direct', '1449453452744', '1253469821074', '', 'for a cake'),
	(1483105929770, 1311862288444783501, '2026-11-30', 2, -2000, 0, '2026-11-30 02:15:09.341173+00', 1, 'direct', '1483105929770', '0', '', 'bread'),
	(1449453452744, 1311862288437245892, '2026-11-30', 3, -100, 2650, '2026-11-30 02:15:09.883251+00', 2, 'direct', '1449453452744', '1483105929770', '', 'with the right PIN'),
	(1483105929770, 1311862288437245892, '2026-11-30', 1, 100, 100, '2026-11-30 02:15:09.883251+00', 0, 'direct', '1449453452744', '1483105929770', '', 'with the right PIN'),
	(1483105929770, 1311862288431944781, '2026-11-30', 3, -2000, 1500, '2026-11-30 02:15:28.542586+00', 2, 'agent', '1483105929770', '1099511628051', '-cXchge', 'Trading session: 5
Buyer: 10000000113
Seller: 15950008a2a
'),
	(1253469821074, 1311862288444783501, '2026-11-30', 3, -12000, 6000, '2026-11-30 02:15:28.538227+00', 2, 'agent', '1253469821074', '1099511627926', '-cXchge', 'Trading session: 5
Buyer: 10000000096
Seller: 123d89f9892
'),
	(1449453452744, 1311862288437245892, '2026-11-30', 4, -1500, 1150, '2026-11-30 02:15:28.54877+00', 3, 'agent', '1449453452744', '1099511628766', '-cXchge', 'Trading session: 5
Buyer: 100000003de
Seller: 1517a287dc8
'),
	(1253469821074, 1311862288431944781, '2026-11-30', 1, 1998, 1998, '2026-11-30 02:15:29.048147+00', 0, 'agent', '1099511628300', '1253469821074', '-cXchge', 'Trading session: 5
Seller: 1000000020c
Buyer: 123d89f9892
'),
	(1449453452744, 1311862288444783501, '2026-11-30', 1, 11999, 11999, '2026-11-30 02:15:29.17516+00', 0, 'agent', '1099511627926', '1449453452744', '-cXchge', 'Trading session: 5
Seller: 10000000096
Buyer: 1517a287dc8
'),
	(1483105929770, 1311862288437245892, '2026-11-30', 2, 1498, 1598, '2026-11-30 02:15:29.312425+00', 1, 'agent', '1099511627839', '1483105929770', '-cXchge', 'Trading session: 5
Seller: 1000000003f
Buyer: 15950008a2a
');

INSERT INTO public.creditor VALUES
	(1253469821074, 1, '2026-11-30 02:15:06.209347+00', 1, '2026-11-30 02:15:06.209348+00', 61, 0, 5, '2026-11-30 02:15:06.953627+00', 7, '2026-11-30 02:15:10.058648+00', NULL, 4, 6, 18, 499058, 6, 499058),
	(1449453452744, 1, '2026-11-30 02:15:06.258782+00', 3, '2026-11-30 02:15:06.258783+00', 52, 0, 5, '2026-11-30 02:15:08.472789+00', 3, '2026-11-30 02:15:09.817739+00', NULL, 4, 2, 19, 499058, 2, 499058),
	(1483105929770, 1, '2026-11-30 02:15:06.239589+00', 2, '2026-11-30 02:15:06.23959+00', 63, 3, 6, '2026-11-30 02:15:13.126175+00', 3, '2026-11-30 02:15:09.299422+00', NULL, 3, 2, 19, 499058, 2, 499058);

INSERT INTO public.ledger_entry VALUES
	(1253469821074, 1311862288444783501, 2, '2026-11-30', 1, 20000, 20000, '2026-11-30 02:15:08.68862+00'),
	(1483105929770, 1311862288431944781, 2, '2026-11-30', 1, 4000, 4000, '2026-11-30 02:15:08.801014+00'),
	(1449453452744, 1311862288437245892, 2, '2026-11-30', 1, 3000, 3000, '2026-11-30 02:15:08.895862+00'),
	(1483105929770, 1311862288444783501, 2, '2026-11-30', 1, 2000, 2000, '2026-11-30 02:15:09.011993+00'),
	(1253469821074, 1311862288444783501, 3, '2026-11-30', 2, -2000, 18000, '2026-11-30 02:15:09.02004+00'),
	(1449453452744, 1311862288431944781, 2, '2026-11-30', 1, 500, 500, '2026-11-30 02:15:09.115594+00'),
	(1483105929770, 1311862288431944781, 3, '2026-11-30', 2, -500, 3500, '2026-11-30 02:15:09.141447+00'),
	(1449453452744, 1311862288437245892, 3, '2026-11-30', 2, -250, 2750, '2026-11-30 02:15:09.240057+00'),
	(1253469821074, 1311862288437245892, 2, '2026-11-30', 1, 250, 250, '2026-11-30 02:15:09.240263+00'),
	(1483105929770, 1311862288444783501, 3, '2026-11-30', 2, -2000, 0, '2026-11-30 02:15:09.354711+00'),
	(1449453452744, 1311862288437245892, 4, '2026-11-30', 3, -100, 2650, '2026-11-30 02:15:09.929042+00'),
	(1483105929770, 1311862288437245892, 2, '2026-11-30', 1, 100, 100, '2026-11-30 02:15:09.949167+00'),
	(1483105929770, 1311862288431944781, 4, '2026-11-30', 3, -2000, 1500, '2026-11-30 02:15:28.580388+00'),
	(1253469821074, 1311862288444783501, 4, '2026-11-30', 3, -12000, 6000, '2026-11-30 02:15:28.61323+00'),
	(1449453452744, 1311862288437245892, 5, '2026-11-30', 4, -1500, 1150, '2026-11-30 02:15:28.653209+00'),
	(1253469821074, 1311862288431944781, 2, '2026-11-30', 1, 1998, 1998, '2026-11-30 02:15:29.07321+00'),
	(1449453452744, 1311862288444783501, 2, '2026-11-30', 1, 11999, 11999, '2026-11-30 02:15:29.203142+00'),
	(1483105929770, 1311862288437245892, 3, '2026-11-30', 2, 1498, 1598, '2026-11-30 02:15:29.358355+00');

INSERT INTO public.log_entry VALUES
	(1253469821074, 1, '2026-11-30 02:15:06.281187+00', 5, false, 1, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 2, '2026-11-30 02:15:06.281187+00', 6, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 3, '2026-11-30 02:15:06.36547+00', 8, false, 4, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 4, '2026-11-30 02:15:06.36547+00', 4, false, 5, 1311862288444783501, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1253469821074, 5, '2026-11-30 02:15:06.387967+00', 8, false, 5, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 6, '2026-11-30 02:15:06.43852+00', 11, false, 8, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 7, '2026-11-30 02:15:06.469187+00', 9, false, 6, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 8, '2026-11-30 02:15:06.48473+00', 7, false, 3, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 9, '2026-11-30 02:15:06.519181+00', 5, false, 14, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 10, '2026-11-30 02:15:06.519181+00', 6, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 11, '2026-11-30 02:15:06.564125+00', 8, false, 17, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 12, '2026-11-30 02:15:06.564125+00', 4, false, 18, 1311862288431944781, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1253469821074, 13, '2026-11-30 02:15:06.579005+00', 8, false, 18, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 14, '2026-11-30 02:15:06.635506+00', 11, false, 21, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 15, '2026-11-30 02:15:06.658408+00', 9, false, 19, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 16, '2026-11-30 02:15:06.683965+00', 7, false, 16, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 17, '2026-11-30 02:15:06.713133+00', 5, false, 28, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 18, '2026-11-30 02:15:06.713133+00', 6, false, 4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 19, '2026-11-30 02:15:06.819061+00', 8, false, 31, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 20, '2026-11-30 02:15:06.819061+00', 4, false, 32, 1311862288437245892, NULL, NULL, NULL, 0, 2, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1253469821074, 21, '2026-11-30 02:15:06.868702+00', 11, false, 35, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 22, '2026-11-30 02:15:06.889772+00', 9, false, 33, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 23, '2026-11-30 02:15:06.909646+00', 7, false, 30, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 24, '2026-11-30 02:15:06.953627+00', 5, false, 42, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 25, '2026-11-30 02:15:06.953627+00', 6, false, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 26, '2026-11-30 02:15:07.024704+00', 8, false, 45, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 27, '2026-11-30 02:15:07.024704+00', 4, false, 46, 1311862288428302337, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1253469821074, 28, '2026-11-30 02:15:07.043413+00', 8, false, 46, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 29, '2026-11-30 02:15:07.079834+00', 11, false, 49, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 30, '2026-11-30 02:15:07.100699+00', 9, false, 47, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 31, '2026-11-30 02:15:07.120943+00', 7, false, 44, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 1, '2026-11-30 02:15:07.156212+00', 5, false, 56, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 2, '2026-11-30 02:15:07.156212+00', 6, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 3, '2026-11-30 02:15:07.229026+00', 8, false, 59, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 4, '2026-11-30 02:15:07.229026+00', 4, false, 60, 1311862288444783501, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1483105929770, 5, '2026-11-30 02:15:07.273107+00', 11, false, 63, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 6, '2026-11-30 02:15:07.307395+00', 9, false, 61, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 7, '2026-11-30 02:15:07.321634+00', 7, false, 58, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 8, '2026-11-30 02:15:07.34202+00', 5, false, 70, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 9, '2026-11-30 02:15:07.34202+00', 6, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1483105929770, 10, '2026-11-30 02:15:07.393628+00', 8, false, 73, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 11, '2026-11-30 02:15:07.393628+00', 4, false, 74, 1311862288431944781, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1483105929770, 12, '2026-11-30 02:15:07.415248+00', 8, false, 74, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 13, '2026-11-30 02:15:07.465495+00', 11, false, 77, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 14, '2026-11-30 02:15:07.478654+00', 9, false, 75, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 15, '2026-11-30 02:15:07.493724+00', 7, false, 72, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 16, '2026-11-30 02:15:07.52147+00', 5, false, 84, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 17, '2026-11-30 02:15:07.52147+00', 6, false, 4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 18, '2026-11-30 02:15:07.577571+00', 8, false, 87, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 19, '2026-11-30 02:15:07.577571+00', 4, false, 88, 1311862288437245892, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1483105929770, 20, '2026-11-30 02:15:07.602444+00', 8, false, 88, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 21, '2026-11-30 02:15:07.643273+00', 11, false, 91, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 22, '2026-11-30 02:15:07.657332+00', 9, false, 89, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 23, '2026-11-30 02:15:07.669405+00', 7, false, 86, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 24, '2026-11-30 02:15:07.696153+00', 5, false, 98, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 25, '2026-11-30 02:15:07.696153+00', 6, false, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 26, '2026-11-30 02:15:07.749929+00', 8, false, 101, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 27, '2026-11-30 02:15:07.749929+00', 4, false, 102, 1311862288428302337, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1483105929770, 28, '2026-11-30 02:15:07.764091+00', 8, false, 102, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 29, '2026-11-30 02:15:07.817716+00', 11, false, 105, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1483105929770, 30, '2026-11-30 02:15:07.85973+00', 9, false, 103, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 31, '2026-11-30 02:15:07.898195+00', 7, false, 100, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 1, '2026-11-30 02:15:07.952466+00', 5, false, 112, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 2, '2026-11-30 02:15:07.952466+00', 6, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 3, '2026-11-30 02:15:07.989208+00', 8, false, 115, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 4, '2026-11-30 02:15:07.989208+00', 4, false, 116, 1311862288444783501, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1449453452744, 5, '2026-11-30 02:15:08.001782+00', 8, false, 116, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 6, '2026-11-30 02:15:08.052607+00', 11, false, 119, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 7, '2026-11-30 02:15:08.072583+00', 9, false, 117, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 8, '2026-11-30 02:15:08.099547+00', 7, false, 114, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 9, '2026-11-30 02:15:08.143991+00', 5, false, 126, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 10, '2026-11-30 02:15:08.143991+00', 6, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 11, '2026-11-30 02:15:08.176306+00', 8, false, 129, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 12, '2026-11-30 02:15:08.176306+00', 4, false, 130, 1311862288431944781, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1449453452744, 13, '2026-11-30 02:15:08.190294+00', 8, false, 130, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 14, '2026-11-30 02:15:08.239182+00', 11, false, 133, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 15, '2026-11-30 02:15:08.263145+00', 9, false, 131, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 16, '2026-11-30 02:15:08.281264+00', 7, false, 128, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 17, '2026-11-30 02:15:08.316144+00', 5, false, 140, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 18, '2026-11-30 02:15:08.316144+00', 6, false, 4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1449453452744, 19, '2026-11-30 02:15:08.343079+00', 8, false, 143, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 20, '2026-11-30 02:15:08.343079+00', 4, false, 144, 1311862288437245892, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1449453452744, 21, '2026-11-30 02:15:08.384734+00', 11, false, 147, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 22, '2026-11-30 02:15:08.404617+00', 9, false, 145, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 23, '2026-11-30 02:15:08.425374+00', 7, false, 142, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 24, '2026-11-30 02:15:08.472789+00', 5, false, 154, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 25, '2026-11-30 02:15:08.472789+00', 6, false, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 26, '2026-11-30 02:15:08.497547+00', 8, false, 157, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 27, '2026-11-30 02:15:08.497547+00', 4, false, 158, 1311862288428302337, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1449453452744, 28, '2026-11-30 02:15:08.505151+00', 8, false, 158, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 29, '2026-11-30 02:15:08.536224+00', 11, false, 161, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 30, '2026-11-30 02:15:08.556661+00', 9, false, 159, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 31, '2026-11-30 02:15:08.571312+00', 7, false, 156, 1311862288428302337, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 32, '2026-11-30 02:15:08.688619+00', 3, false, NULL, 1311862288444783501, '2026-11-30', 1, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 33, '2026-11-30 02:15:08.68862+00', 4, false, 6, 1311862288444783501, NULL, NULL, NULL, 20000, 3, NULL, NULL),
	(1483105929770, 32, '2026-11-30 02:15:08.801013+00', 3, false, NULL, 1311862288431944781, '2026-11-30', 1, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 33, '2026-11-30 02:15:08.801014+00', 4, false, 75, 1311862288431944781, NULL, NULL, NULL, 4000, 3, NULL, NULL),
	(1449453452744, 32, '2026-11-30 02:15:08.895861+00', 3, false, NULL, 1311862288437245892, '2026-11-30', 1, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 33, '2026-11-30 02:15:08.895862+00', 4, false, 145, 1311862288437245892, NULL, NULL, NULL, 3000, 3, NULL, NULL),
	(1253469821074, 37, '2026-11-30 02:15:09.020039+00', 3, false, NULL, 1311862288444783501, '2026-11-30', 2, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1253469821074, 38, '2026-11-30 02:15:09.02004+00', 4, false, 7, 1311862288444783501, NULL, NULL, NULL, 18000, 4, NULL, NULL),
	(1449453452744, 34, '2026-11-30 02:15:09.115593+00', 3, false, NULL, 1311862288431944781, '2026-11-30', 1, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 35, '2026-11-30 02:15:09.115594+00', 4, false, 131, 1311862288431944781, NULL, NULL, NULL, 500, 3, NULL, NULL),
	(1449453452744, 36, '2026-11-30 02:15:09.16532+00', 1, false, 1, NULL, NULL, NULL, '8a09b4ba-49c5-425d-a106-3f6c1f27751c', NULL, NULL, NULL, NULL),
	(1449453452744, 37, '2026-11-30 02:15:09.16532+00', 2, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 39, '2026-11-30 02:15:09.240262+00', 3, false, NULL, 1311862288437245892, '2026-11-30', 1, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 40, '2026-11-30 02:15:09.240263+00', 4, false, 33, 1311862288437245892, NULL, NULL, NULL, 250, 3, NULL, NULL),
	(1483105929770, 44, '2026-11-30 02:15:09.35471+00', 3, false, NULL, 1311862288444783501, '2026-11-30', 2, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 45, '2026-11-30 02:15:09.354711+00', 4, false, 62, 1311862288444783501, NULL, NULL, NULL, 0, 4, NULL, NULL),
	(1253469821074, 43, '2026-11-30 02:15:09.438997+00', 1, false, 2, NULL, NULL, NULL, 'b990604f-028e-4a42-998f-728544a94a90', NULL, NULL, '2026-11-30 02:15:09.438997+00', 'INSUFFICIENT_AVAILABLE_AMOUNT'),
	(1253469821074, 44, '2026-11-30 02:15:09.555225+00', 1, false, 1, NULL, NULL, NULL, '8e88d560-641c-4271-bffc-7ce32b1cb6ec', NULL, NULL, NULL, NULL),
	(1253469821074, 45, '2026-11-30 02:15:09.555225+00', 2, false, 4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 45, '2026-11-30 02:15:09.929041+00', 3, false, NULL, 1311862288437245892, '2026-11-30', 3, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 46, '2026-11-30 02:15:09.929042+00', 4, false, 147, 1311862288437245892, NULL, NULL, NULL, 2650, 5, NULL, NULL),
	(1449453452744, 49, '2026-11-30 02:15:28.653208+00', 3, false, NULL, 1311862288437245892, '2026-11-30', 4, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 50, '2026-11-30 02:15:28.653209+00', 4, false, 148, 1311862288437245892, NULL, NULL, NULL, 1150, 6, NULL, NULL),
	(1253469821074, 60, '2026-11-30 02:15:29.073209+00', 3, false, NULL, 1311862288431944781, '2026-11-30', 1, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 61, '2026-11-30 02:15:29.07321+00', 4, false, 19, 1311862288431944781, NULL, NULL, NULL, 1998, 3, NULL, NULL),
	(1253469821074, 34, '2026-11-30 02:15:08.956717+00', 1, false, 1, NULL, NULL, NULL, 'dae07232-d61b-4d4b-9397-c3f25d24111b', NULL, NULL, NULL, NULL),
	(1253469821074, 35, '2026-11-30 02:15:08.956717+00', 2, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1483105929770, 34, '2026-11-30 02:15:09.011992+00', 3, false, NULL, 1311862288444783501, '2026-11-30', 1, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 35, '2026-11-30 02:15:09.011993+00', 4, false, 61, 1311862288444783501, NULL, NULL, NULL, 2000, 3, NULL, NULL),
	(1483105929770, 36, '2026-11-30 02:15:09.067666+00', 1, false, 1, NULL, NULL, NULL, '90eb3cf7-6f01-4e14-80bb-cf9ac92d6dfa', NULL, NULL, NULL, NULL),
	(1483105929770, 37, '2026-11-30 02:15:09.067666+00', 2, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 41, '2026-11-30 02:15:09.299422+00', 1, false, 1, NULL, NULL, NULL, '418f47e6-a7c1-47c1-9ad3-7fad511d82b9', NULL, NULL, NULL, NULL),
	(1483105929770, 42, '2026-11-30 02:15:09.299422+00', 2, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 43, '2026-11-30 02:15:09.352088+00', 1, false, 2, NULL, NULL, NULL, '418f47e6-a7c1-47c1-9ad3-7fad511d82b9', NULL, NULL, '2026-11-30 02:15:09.352088+00', NULL),
	(1253469821074, 49, '2026-11-30 02:15:09.64456+00', 1, false, 2, NULL, NULL, NULL, '69a404d1-9323-4095-8144-e4745220a8fa', NULL, NULL, '2026-11-30 02:15:09.64456+00', 'RECIPIENT_SAME_AS_SENDER'),
	(1253469821074, 50, '2026-11-30 02:15:09.670091+00', 1, false, 1, NULL, NULL, NULL, '0ba85b01-71f5-4f04-a3d5-94bbe2371c45', NULL, NULL, NULL, NULL),
	(1253469821074, 51, '2026-11-30 02:15:09.670091+00', 2, false, 6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 52, '2026-11-30 02:15:09.75622+00', 1, false, 2, NULL, NULL, NULL, '0ba85b01-71f5-4f04-a3d5-94bbe2371c45', NULL, NULL, '2026-11-30 02:15:09.75622+00', 'TIMEOUT'),
	(1449453452744, 41, '2026-11-30 02:15:09.78762+00', 12, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 42, '2026-11-30 02:15:09.817739+00', 1, false, 1, NULL, NULL, NULL, '4ab44e84-eb47-42b5-bf30-7588a2a68ce3', NULL, NULL, NULL, NULL),
	(1449453452744, 43, '2026-11-30 02:15:09.817739+00', 2, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 44, '2026-11-30 02:15:09.910401+00', 1, false, 2, NULL, NULL, NULL, '4ab44e84-eb47-42b5-bf30-7588a2a68ce3', NULL, NULL, '2026-11-30 02:15:09.910401+00', NULL),
	(1483105929770, 48, '2026-11-30 02:15:10.009868+00', 7, false, 59, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 53, '2026-11-30 02:15:10.058648+00', 1, false, 1, NULL, NULL, NULL, 'b2fcad70-d006-4bea-a400-5c17636b1762', NULL, NULL, NULL, NULL),
	(1253469821074, 54, '2026-11-30 02:15:10.058648+00', 2, false, 7, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 55, '2026-11-30 02:15:10.090212+00', 1, false, 2, NULL, NULL, NULL, 'b2fcad70-d006-4bea-a400-5c17636b1762', NULL, NULL, '2026-11-30 02:15:10.090212+00', 'RECIPIENT_IS_UNREACHABLE'),
	(1483105929770, 49, '2026-11-30 02:15:13.080204+00', 8, false, 60, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1483105929770, 50, '2026-11-30 02:15:13.126175+00', 6, false, 6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 51, '2026-11-30 02:15:13.126175+00', 5, true, 168, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 52, '2026-11-30 02:15:13.126175+00', 7, true, 168, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 53, '2026-11-30 02:15:13.126175+00', 8, true, 168, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 54, '2026-11-30 02:15:13.126175+00', 4, true, 168, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 55, '2026-11-30 02:15:13.126175+00', 9, true, 168, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 56, '2026-11-30 02:15:13.126175+00', 10, true, 168, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 57, '2026-11-30 02:15:13.126175+00', 11, true, 168, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 57, '2026-11-30 02:15:13.226683+00', 10, false, 20, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 58, '2026-11-30 02:15:13.270608+00', 10, false, 76, 1311862288431944781, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 47, '2026-11-30 02:15:13.350372+00', 10, false, 146, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 48, '2026-11-30 02:15:13.373184+00', 10, false, 118, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 58, '2026-11-30 02:15:28.613229+00', 3, false, NULL, 1311862288444783501, '2026-11-30', 3, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 59, '2026-11-30 02:15:28.61323+00', 4, false, 8, 1311862288444783501, NULL, NULL, NULL, 6000, 5, NULL, NULL),
	(1253469821074, 36, '2026-11-30 02:15:09.011966+00', 1, false, 2, NULL, NULL, NULL, 'dae07232-d61b-4d4b-9397-c3f25d24111b', NULL, NULL, '2026-11-30 02:15:09.011966+00', NULL),
	(1483105929770, 38, '2026-11-30 02:15:09.107178+00', 1, false, 2, NULL, NULL, NULL, '90eb3cf7-6f01-4e14-80bb-cf9ac92d6dfa', NULL, NULL, '2026-11-30 02:15:09.107178+00', NULL),
	(1483105929770, 39, '2026-11-30 02:15:09.141446+00', 3, false, NULL, 1311862288431944781, '2026-11-30', 2, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 40, '2026-11-30 02:15:09.141447+00', 4, false, 76, 1311862288431944781, NULL, NULL, NULL, 3500, 4, NULL, NULL),
	(1449453452744, 38, '2026-11-30 02:15:09.233623+00', 1, false, 2, NULL, NULL, NULL, '8a09b4ba-49c5-425d-a106-3f6c1f27751c', NULL, NULL, '2026-11-30 02:15:09.233623+00', NULL),
	(1449453452744, 39, '2026-11-30 02:15:09.240056+00', 3, false, NULL, 1311862288437245892, '2026-11-30', 2, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1449453452744, 40, '2026-11-30 02:15:09.240057+00', 4, false, 146, 1311862288437245892, NULL, NULL, NULL, 2750, 4, NULL, NULL),
	(1253469821074, 41, '2026-11-30 02:15:09.38597+00', 1, false, 1, NULL, NULL, NULL, 'b990604f-028e-4a42-998f-728544a94a90', NULL, NULL, NULL, NULL),
	(1253469821074, 42, '2026-11-30 02:15:09.38597+00', 2, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1253469821074, 46, '2026-11-30 02:15:09.587079+00', 1, false, 2, NULL, NULL, NULL, '8e88d560-641c-4271-bffc-7ce32b1cb6ec', NULL, NULL, '2026-11-30 02:15:09.587079+00', 'RECIPIENT_IS_UNREACHABLE'),
	(1253469821074, 47, '2026-11-30 02:15:09.603709+00', 1, false, 1, NULL, NULL, NULL, '69a404d1-9323-4095-8144-e4745220a8fa', NULL, NULL, NULL, NULL),
	(1253469821074, 48, '2026-11-30 02:15:09.603709+00', 2, false, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 46, '2026-11-30 02:15:09.949166+00', 3, false, NULL, 1311862288437245892, '2026-11-30', 1, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 47, '2026-11-30 02:15:09.949167+00', 4, false, 89, 1311862288437245892, NULL, NULL, NULL, 100, 3, NULL, NULL),
	(1253469821074, 56, '2026-11-30 02:15:13.168752+00', 10, false, 7, 1311862288444783501, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 59, '2026-11-30 02:15:13.319606+00', 10, false, 90, 1311862288437245892, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 60, '2026-11-30 02:15:28.580387+00', 3, false, NULL, 1311862288431944781, '2026-11-30', 3, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 61, '2026-11-30 02:15:28.580388+00', 4, false, 77, 1311862288431944781, NULL, NULL, NULL, 1500, 5, NULL, NULL),
	(1449453452744, 51, '2026-11-30 02:15:29.203141+00', 3, false, NULL, 1311862288444783501, '2026-11-30', 1, NULL, NULL, NULL, NULL, NULL),
	(1449453452744, 52, '2026-11-30 02:15:29.203142+00', 4, false, 117, 1311862288444783501, NULL, NULL, NULL, 11999, 3, NULL, NULL),
	(1483105929770, 62, '2026-11-30 02:15:29.358354+00', 3, false, NULL, 1311862288437245892, '2026-11-30', 2, NULL, NULL, NULL, NULL, NULL),
	(1483105929770, 63, '2026-11-30 02:15:29.358355+00', 4, false, 90, 1311862288437245892, NULL, NULL, NULL, 1598, 4, NULL, NULL);

INSERT INTO public.pin VALUES
	(1253469821074, 0, 0, 0, '2026-11-30 02:15:06.228714+00', 0, NULL, NULL, 1, '2026-11-30 02:15:06.228714+00'),
	(1483105929770, 0, 0, 0, '2026-11-30 02:15:06.252059+00', 0, NULL, NULL, 1, '2026-11-30 02:15:06.252059+00'),
	(1449453452744, 1, 0, 1, '2026-11-30 02:15:06.265268+00', 4, '\x65a32ed2367dcee0e52703dc14fe6d41346f995f18929647c6935b7374f4bc2a', 'ruJs2qxW', 2, '2026-11-30 02:15:09.78762+00');

INSERT INTO public.rejected_message OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-11-30 02:15:30.656813+00', 'swpt_creditors', '', 'swpt_creditors', 'AccountPurge', 'application/json', 'swpt_test', '[]', '\x7b2274797065223a224163636f756e745075726765227d', 23, 'Message validation error: debtor_id: Missing data for required field. creditor_id: Missing data for required field. creation_date: Missing data for required field. ts: Missing data for required field.', 490);

INSERT INTO public.rejected_total VALUES
	(true, 490, 0);

INSERT INTO public.running_transfer VALUES
	(1253469821074, 'dae07232-d61b-4d4b-9397-c3f25d24111b', 1311862288444783501, 2000, 'swpt:1311862288444783501/1483105929770', '1483105929770', '', 'for a haircut', NULL, '9999-12-31 23:59:59+00', 0, 1, '2026-11-30 02:15:08.956718+00', 22855548206579713, '2026-11-30 02:15:09.011966+00', NULL, NULL, 2, '2026-11-30 02:15:09.011966+00'),
	(1483105929770, '90eb3cf7-6f01-4e14-80bb-cf9ac92d6dfa', 1311862288431944781, 500, 'swpt:1311862288431944781/1449453452744', '1449453452744', '', 'for a lesson', NULL, '9999-12-31 23:59:59+00', 0, 2, '2026-11-30 02:15:09.067667+00', 22855548206579713, '2026-11-30 02:15:09.107178+00', NULL, NULL, 2, '2026-11-30 02:15:09.107178+00'),
	(1449453452744, '8a09b4ba-49c5-425d-a106-3f6c1f27751c', 1311862288437245892, 250, 'swpt:1311862288437245892/1253469821074', '1253469821074', '', 'for a cake', NULL, '9999-12-31 23:59:59+00', 0, 3, '2026-11-30 02:15:09.165321+00', 22855548206579713, '2026-11-30 02:15:09.233623+00', NULL, NULL, 2, '2026-11-30 02:15:09.233623+00'),
	(1483105929770, '418f47e6-a7c1-47c1-9ad3-7fad511d82b9', 1311862288444783501, 2000, 'swpt:1311862288444783501/0', '0', '', 'bread', NULL, '9999-12-31 23:59:59+00', 0, 4, '2026-11-30 02:15:09.299423+00', 22855548206579713, '2026-11-30 02:15:09.352088+00', NULL, NULL, 2, '2026-11-30 02:15:09.352088+00'),
	(1253469821074, 'b990604f-028e-4a42-998f-728544a94a90', 1311862288444783501, 99900, 'swpt:1311862288444783501/1483105929770', '1483105929770', '', '', NULL, '9999-12-31 23:59:59+00', 0, 5, '2026-11-30 02:15:09.385971+00', 22855548206579714, '2026-11-30 02:15:09.438997+00', 'INSUFFICIENT_AVAILABLE_AMOUNT', 0, 2, '2026-11-30 02:15:09.438997+00'),
	(1253469821074, '8e88d560-641c-4271-bffc-7ce32b1cb6ec', 1311862288444783501, 100, 'swpt:1311862288444783501/4711', '4711', '', '', NULL, '9999-12-31 23:59:59+00', 0, 6, '2026-11-30 02:15:09.555226+00', NULL, '2026-11-30 02:15:09.587079+00', 'RECIPIENT_IS_UNREACHABLE', 0, 2, '2026-11-30 02:15:09.587079+00'),
	(1253469821074, '69a404d1-9323-4095-8144-e4745220a8fa', 1311862288444783501, 100, 'swpt:1311862288444783501/1253469821074', '1253469821074', '', '', NULL, '9999-12-31 23:59:59+00', 0, 7, '2026-11-30 02:15:09.60371+00', NULL, '2026-11-30 02:15:09.64456+00', 'RECIPIENT_SAME_AS_SENDER', 0, 2, '2026-11-30 02:15:09.64456+00'),
	(1253469821074, '0ba85b01-71f5-4f04-a3d5-94bbe2371c45', 1311862288444783501, 100, 'swpt:1311862288444783501/1483105929770', '1483105929770', '', '', '1970-01-01 00:00:00+00', '9999-12-31 23:59:59+00', 0, 8, '2026-11-30 02:15:09.670092+00', 22855548206579715, '2026-11-30 02:15:09.75622+00', 'TIMEOUT', 0, 2, '2026-11-30 02:15:09.75622+00'),
	(1449453452744, '4ab44e84-eb47-42b5-bf30-7588a2a68ce3', 1311862288437245892, 100, 'swpt:1311862288437245892/1483105929770', '1483105929770', '', 'with the right PIN', NULL, '9999-12-31 23:59:59+00', 0, 10, '2026-11-30 02:15:09.81774+00', 22855548206579714, '2026-11-30 02:15:09.910401+00', NULL, NULL, 2, '2026-11-30 02:15:09.910401+00'),
	(1253469821074, 'b2fcad70-d006-4bea-a400-5c17636b1762', 1311862288444783501, 100, 'swpt:1311862288444783501/1483105929770', '1483105929770', '', '', NULL, '9999-12-31 23:59:59+00', 0, 11, '2026-11-30 02:15:10.058649+00', NULL, '2026-11-30 02:15:10.090212+00', 'RECIPIENT_IS_UNREACHABLE', 0, 2, '2026-11-30 02:15:10.090212+00');

INSERT INTO public.schema_migration VALUES
	(1, 'swpt_creditors', 'creditors', '\xaa4427f31b9af525c832708a65dda8fd40ffda3e461ba436d432be24338fab83', '2026-11-30 02:14:58.367794+00'),
	(2, 'swpt_creditors', 'outbox', '\xc037cb6e85afa743196bfe1b6635e25e155b1c2825e74c694488e5b48a62b8e8', '2026-11-30 02:14:58.511684+00'),
	(3, 'swpt_creditors', 'rejected', '\x57725c6cb34b042e40d2b2e2797e619c68a4c079bc3a7d979d4e2a040b86e83f', '2026-11-30 02:14:58.523082+00');

SELECT pg_catalog.setval('public.coordinator_request_id_seq', 11, true);

SELECT pg_catalog.setval('public.creditor_reservation_id_seq', 3, true);

SELECT pg_catalog.setval('public.object_update_id_seq', 168, true);

SELECT pg_catalog.setval('public.outbox_message_message_id_seq', 94, true);

SELECT pg_catalog.setval('public.rejected_message_message_id_seq', 1, true);

ALTER TABLE ONLY public.account_data
    ADD CONSTRAINT account_data_pkey PRIMARY KEY (creditor_id, debtor_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (creditor_id, debtor_id);

ALTER TABLE ONLY public.committed_transfer
    ADD CONSTRAINT committed_transfer_pkey PRIMARY KEY (creditor_id, debtor_id, creation_date, transfer_number) INCLUDE (acquired_amount, principal, committed_at, previous_transfer_number);

ALTER TABLE ONLY public.creditor
    ADD CONSTRAINT creditor_pkey PRIMARY KEY (creditor_id) INCLUDE (status);

ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (creditor_id, debtor_id, entry_id) INCLUDE (creation_date, transfer_number, acquired_amount, principal, added_at);

ALTER TABLE ONLY public.log_entry
    ADD CONSTRAINT log_entry_pkey PRIMARY KEY (creditor_id, entry_id) INCLUDE (added_at, object_kind, is_deleted, object_update_id, debtor_id, creation_date, transfer_number, transfer_uuid, data_principal, data_next_entry_id, data_finalized_at, data_error_code);

ALTER TABLE ONLY public.outbox_message
    ADD CONSTRAINT outbox_message_pkey PRIMARY KEY (kind, retry_at, message_id);

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_pkey PRIMARY KEY (creditor_id);

ALTER TABLE ONLY public.rejected_message
    ADD CONSTRAINT rejected_message_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.rejected_total
    ADD CONSTRAINT rejected_total_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY public.running_transfer
    ADD CONSTRAINT running_transfer_pkey PRIMARY KEY (creditor_id, transfer_uuid);

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (number);

CREATE INDEX account_data_ledger_work ON public.account_data USING btree (creditor_id, debtor_id) WHERE ledger_has_work;

CREATE UNIQUE INDEX account_debtor_name ON public.account USING btree (creditor_id, debtor_name) WHERE (debtor_name IS NOT NULL);

CREATE INDEX account_peg ON public.account USING btree (creditor_id, peg_debtor_id) WHERE (peg_debtor_id IS NOT NULL);

CREATE UNIQUE INDEX running_transfer_request ON public.running_transfer USING btree (creditor_id, coordinator_request_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES public.creditor(creditor_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_creditor_id_peg_debtor_id_fkey FOREIGN KEY (creditor_id, peg_debtor_id) REFERENCES public.account(creditor_id, debtor_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.account_data
    ADD CONSTRAINT account_data_creditor_id_debtor_id_fkey FOREIGN KEY (creditor_id, debtor_id) REFERENCES public.account(creditor_id, debtor_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES public.creditor(creditor_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.running_transfer
    ADD CONSTRAINT running_transfer_creditor_id_fkey FOREIGN KEY (creditor_id) REFERENCES public.creditor(creditor_id) ON DELETE CASCADE;

