
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
    retry_at timestamp with time zone,
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
	(1706098054241, 1311862288435789944, '2026-11-29 13:32:18.827641+00', 28, 'Bicycle Workshop', 100, 2, 'REPAIR', true, 33, '2026-11-29 13:32:18.893068+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 33, '2026-11-29 13:32:18.827641+00', '{}', 34, '2026-11-29 13:32:18.827641+00'),
	(1706098054241, 1311862288433575990, '2026-11-29 13:32:18.91944+00', 42, 'Hour of Work', 100, 2, 'HOUR', true, 47, '2026-11-29 13:32:18.985391+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 47, '2026-11-29 13:32:18.91944+00', '{}', 48, '2026-11-29 13:32:18.91944+00'),
	(1206560985985, 1311862288433575990, '2026-11-29 13:32:19.304449+00', 98, 'Hour of Work', 100, 2, 'HOUR', true, 103, '2026-11-29 13:32:19.373465+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 103, '2026-11-29 13:32:19.304449+00', '{}', 104, '2026-11-29 13:32:19.304449+00'),
	(1188687851986, 1311862288443111381, '2026-11-29 13:32:19.555521+00', 126, 'Hillside Farm', 100, 2, 'BASKET', true, 131, '2026-11-29 13:32:19.622864+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 131, '2026-11-29 13:32:19.555521+00', '{}', 132, '2026-11-29 13:32:19.555521+00'),
	(1188687851986, 1311862288433575990, '2026-11-29 13:32:19.789995+00', 154, 'Hour of Work', 100, 2, 'HOUR', true, 159, '2026-11-29 13:32:19.868126+00', NULL, -9223372036854775808, 9223372036854775807, NULL, NULL, 159, '2026-11-29 13:32:19.789995+00', '{}', 160, '2026-11-29 13:32:19.789995+00'),
	(1706098054241, 1311862288436222023, '2026-11-29 13:32:18.466652+00', 1, 'Riverside Bakery', 100, 2, 'LOAF', true, 6, '2026-11-29 13:32:18.605207+00', 'conservative', 6000, 6000, 0.25, 1311862288433575990, 7, '2026-11-29 13:32:24.326016+00', '{}', 7, '2026-11-29 13:32:18.466652+00'),
	(1706098054241, 1311862288443111381, '2026-11-29 13:32:18.680447+00', 14, 'Hillside Farm', 100, 2, 'BASKET', true, 19, '2026-11-29 13:32:18.756594+00', 'conservative', 2000, 2000, 1.5, 1311862288433575990, 20, '2026-11-29 13:32:24.342275+00', '{}', 20, '2026-11-29 13:32:18.680447+00'),
	(1206560985985, 1311862288443111381, '2026-11-29 13:32:19.101862+00', 70, 'Hillside Farm', 100, 2, 'BASKET', true, 75, '2026-11-29 13:32:19.15832+00', 'conservative', 1500, 1500, 1.5, 1311862288433575990, 76, '2026-11-29 13:32:24.356627+00', '{}', 76, '2026-11-29 13:32:19.101862+00'),
	(1206560985985, 1311862288435789944, '2026-11-29 13:32:19.18524+00', 84, 'Bicycle Workshop', 100, 2, 'REPAIR', true, 89, '2026-11-29 13:32:19.24783+00', 'conservative', 1600, 1600, 2, 1311862288433575990, 90, '2026-11-29 13:32:24.371669+00', '{}', 90, '2026-11-29 13:32:19.18524+00'),
	(1188687851986, 1311862288435789944, '2026-11-29 13:32:19.665887+00', 140, 'Bicycle Workshop', 100, 2, 'REPAIR', true, 145, '2026-11-29 13:32:19.732003+00', 'conservative', 1150, 1150, 2, 1311862288433575990, 146, '2026-11-29 13:32:24.386058+00', '{}', 146, '2026-11-29 13:32:19.665887+00'),
	(1188687851986, 1311862288436222023, '2026-11-29 13:32:19.437386+00', 112, 'Riverside Bakery', 100, 2, 'LOAF', true, 117, '2026-11-29 13:32:19.514218+00', 'conservative', 12000, 12000, 0.25, 1311862288433575990, 118, '2026-11-29 13:32:24.399782+00', '{}', 118, '2026-11-29 13:32:19.437386+00');

INSERT INTO public.account_data VALUES
	(1706098054241, 1311862288433575990, '2026-11-29', '2026-11-29 13:32:19.005517+00', 3, 0, 0, 0, '1970-01-01 00:00:00+00', '2026-11-29 13:32:19.005517+00', true, '2026-11-29 13:32:18.997064+00', 1, 0, 0, '', false, true, NULL, 44, '2026-11-29 13:32:18.997064+00', 0, '1970-01-01 00:00:00+00', 500, '1706098054241', 'http://127.0.0.1:25425/debtors/1311862288433575990/documents/1/public', 'application/vnd.swaptacular.coin-info+json', '\x6b301ba1a27c6d5e7959bd016cdd75b0e43af9e71398cc6ad12751e54733d87a', 46, '2026-11-29 13:32:18.940412+00', 0, 1, 0, NULL, false, 46, '2026-11-29 13:32:18.940757+00'),
	(1206560985985, 1311862288443111381, '2026-11-29', '2026-11-29 13:32:20.326657+00', 5, 3500, 0, 2, '2026-11-29 13:32:20.326657+00', '2026-11-29 13:32:20.326657+00', true, '2026-11-29 13:32:19.168882+00', 1, 0, 0, '', false, true, NULL, 72, '2026-11-29 13:32:19.168882+00', 0, '1970-01-01 00:00:00+00', 500, '1206560985985', 'http://127.0.0.1:25425/debtors/1311862288443111381/documents/3/public', 'application/vnd.swaptacular.coin-info+json', '\x89424cbd8a032bcbabbac93bc393878ebfad9fdf750178ca34802150728c55d3', 73, '2026-11-29 13:32:19.11476+00', 3500, 3, 2, NULL, false, 76, '2026-11-29 13:32:20.337486+00'),
	(1206560985985, 1311862288435789944, '2026-11-29', '2026-11-29 13:32:20.805463+00', 4, 100, 0, 1, '2026-11-29 13:32:20.805463+00', '2026-11-29 13:32:20.805463+00', true, '2026-11-29 13:32:19.267806+00', 1, 0, 0, '', false, true, NULL, 86, '2026-11-29 13:32:19.267806+00', 0, '1970-01-01 00:00:00+00', 500, '1206560985985', 'http://127.0.0.1:25425/debtors/1311862288435789944/documents/4/public', 'application/vnd.swaptacular.coin-info+json', '\x79fe15aefb5411fc9265c49858521d18cc8273dd2aeda317f8c7bbc18f668616', 87, '2026-11-29 13:32:19.209466+00', 100, 2, 1, NULL, false, 89, '2026-11-29 13:32:20.812087+00'),
	(1706098054241, 1311862288443111381, '2026-11-29', '2026-11-29 13:32:18.81077+00', 3, 0, 0, 0, '1970-01-01 00:00:00+00', '2026-11-29 13:32:18.81077+00', true, '2026-11-29 13:32:18.790536+00', 1, 0, 0, '', false, true, NULL, 16, '2026-11-29 13:32:18.790536+00', 0, '1970-01-01 00:00:00+00', 500, '1706098054241', 'http://127.0.0.1:25425/debtors/1311862288443111381/documents/3/public', 'application/vnd.swaptacular.coin-info+json', '\x89424cbd8a032bcbabbac93bc393878ebfad9fdf750178ca34802150728c55d3', 17, '2026-11-29 13:32:18.709808+00', 0, 1, 0, NULL, false, 18, '2026-11-29 13:32:18.709808+00'),
	(1706098054241, 1311862288435789944, '2026-11-29', '2026-11-29 13:32:20.390772+00', 4, 250, 0, 1, '2026-11-29 13:32:20.390772+00', '2026-11-29 13:32:20.390772+00', true, '2026-11-29 13:32:18.900681+00', 1, 0, 0, '', false, true, NULL, 30, '2026-11-29 13:32:18.900681+00', 0, '1970-01-01 00:00:00+00', 500, '1706098054241', 'http://127.0.0.1:25425/debtors/1311862288435789944/documents/4/public', 'application/vnd.swaptacular.coin-info+json', '\x79fe15aefb5411fc9265c49858521d18cc8273dd2aeda317f8c7bbc18f668616', 32, '2026-11-29 13:32:18.852436+00', 250, 2, 1, NULL, false, 33, '2026-11-29 13:32:20.39783+00'),
	(1706098054241, 1311862288436222023, '2026-11-29', '2026-11-29 13:32:20.250568+00', 5, 18000, 0, 2, '2026-11-29 13:32:20.250568+00', '2026-11-29 13:32:20.250568+00', true, '2026-11-29 13:32:18.627855+00', 1, 0, 0, '', false, true, NULL, 3, '2026-11-29 13:32:18.627855+00', 0, '1970-01-01 00:00:00+00', 500, '1706098054241', 'http://127.0.0.1:25425/debtors/1311862288436222023/documents/2/public', 'application/vnd.swaptacular.coin-info+json', '\x60d90c729c6fc93aee6cf7dc125236876135677b6b9e8b5b1c73012abdccfed8', 4, '2026-11-29 13:32:18.522239+00', 18000, 3, 2, NULL, false, 7, '2026-11-29 13:32:20.260831+00'),
	(1206560985985, 1311862288433575990, '2026-11-29', '2026-11-29 13:32:19.412818+00', 3, 0, 0, 0, '1970-01-01 00:00:00+00', '2026-11-29 13:32:19.412818+00', true, '2026-11-29 13:32:19.397273+00', 1, 0, 0, '', false, true, NULL, 100, '2026-11-29 13:32:19.397273+00', 0, '1970-01-01 00:00:00+00', 500, '1206560985985', 'http://127.0.0.1:25425/debtors/1311862288433575990/documents/1/public', 'application/vnd.swaptacular.coin-info+json', '\x6b301ba1a27c6d5e7959bd016cdd75b0e43af9e71398cc6ad12751e54733d87a', 102, '2026-11-29 13:32:19.317604+00', 0, 1, 0, NULL, false, 102, '2026-11-29 13:32:19.317176+00'),
	(1188687851986, 1311862288436222023, '2026-11-29', '2026-11-29 13:32:19.540567+00', 3, 0, 0, 0, '1970-01-01 00:00:00+00', '2026-11-29 13:32:19.540567+00', true, '2026-11-29 13:32:19.525812+00', 1, 0, 0, '', false, true, NULL, 114, '2026-11-29 13:32:19.525812+00', 0, '1970-01-01 00:00:00+00', 500, '1188687851986', 'http://127.0.0.1:25425/debtors/1311862288436222023/documents/2/public', 'application/vnd.swaptacular.coin-info+json', '\x60d90c729c6fc93aee6cf7dc125236876135677b6b9e8b5b1c73012abdccfed8', 116, '2026-11-29 13:32:19.466258+00', 0, 1, 0, NULL, false, 116, '2026-11-29 13:32:19.466494+00'),
	(1188687851986, 1311862288443111381, '2026-11-29', '2026-11-29 13:32:20.326657+00', 4, 500, 0, 1, '2026-11-29 13:32:20.326657+00', '2026-11-29 13:32:20.326657+00', true, '2026-11-29 13:32:19.63989+00', 1, 0, 0, '', false, true, NULL, 128, '2026-11-29 13:32:19.63989+00', 0, '1970-01-01 00:00:00+00', 500, '1188687851986', 'http://127.0.0.1:25425/debtors/1311862288443111381/documents/3/public', 'application/vnd.swaptacular.coin-info+json', '\x89424cbd8a032bcbabbac93bc393878ebfad9fdf750178ca34802150728c55d3', 130, '2026-11-29 13:32:19.573936+00', 500, 2, 1, NULL, false, 131, '2026-11-29 13:32:20.337183+00'),
	(1188687851986, 1311862288435789944, '2026-11-29', '2026-11-29 13:32:20.805463+00', 6, 2650, 0, 3, '2026-11-29 13:32:20.805463+00', '2026-11-29 13:32:20.805463+00', true, '2026-11-29 13:32:19.7485+00', 1, 0, 0, '', false, true, NULL, 142, '2026-11-29 13:32:19.7485+00', 0, '1970-01-01 00:00:00+00', 500, '1188687851986', 'http://127.0.0.1:25425/debtors/1311862288435789944/documents/4/public', 'application/vnd.swaptacular.coin-info+json', '\x79fe15aefb5411fc9265c49858521d18cc8273dd2aeda317f8c7bbc18f668616', 143, '2026-11-29 13:32:19.684199+00', 2650, 4, 3, NULL, false, 147, '2026-11-29 13:32:20.812614+00'),
	(1188687851986, 1311862288433575990, '2026-11-29', '2026-11-29 13:32:19.907376+00', 3, 0, 0, 0, '1970-01-01 00:00:00+00', '2026-11-29 13:32:19.907376+00', true, '2026-11-29 13:32:19.892792+00', 1, 0, 0, '', false, true, NULL, 156, '2026-11-29 13:32:19.892792+00', 0, '1970-01-01 00:00:00+00', 500, '1188687851986', 'http://127.0.0.1:25425/debtors/1311862288433575990/documents/1/public', 'application/vnd.swaptacular.coin-info+json', '\x6b301ba1a27c6d5e7959bd016cdd75b0e43af9e71398cc6ad12751e54733d87a', 158, '2026-11-29 13:32:19.818903+00', 0, 1, 0, NULL, false, 158, '2026-11-29 13:32:19.81825+00');

INSERT INTO public.committed_transfer VALUES
	(1706098054241, 1311862288436222023, '2026-11-29', 1, 20000, 20000, '2026-11-29 13:32:19.979563+00', 0, 'issuing', '0', '1706098054241', '', 'issued'),
	(1206560985985, 1311862288443111381, '2026-11-29', 1, 4000, 4000, '2026-11-29 13:32:20.07826+00', 0, 'issuing', '0', '1206560985985', '', 'issued'),
	(1188687851986, 1311862288435789944, '2026-11-29', 1, 3000, 3000, '2026-11-29 13:32:20.171069+00', 0, 'issuing', '0', '1188687851986', '', 'issued'),
	(1206560985985, 1311862288436222023, '2026-11-29', 1, 2000, 2000, '2026-11-29 13:32:20.250568+00', 0, 'direct', '1706098054241', '1206560985985', '', 'for a haircut'),
	(1706098054241, 1311862288436222023, '2026-11-29', 2, -2000, 18000, '2026-11-29 13:32:20.250568+00', 1, 'direct', '1706098054241', '1206560985985', '', 'for a haircut'),
	(1188687851986, 1311862288443111381, '2026-11-29', 1, 500, 500, '2026-11-29 13:32:20.326657+00', 0, 'direct', '1206560985985', '1188687851986', '', 'for a lesson'),
	(1206560985985, 1311862288443111381, '2026-11-29', 2, -500, 3500, '2026-11-29 13:32:20.326657+00', 1, 'direct', '1206560985985', '1188687851986', '', 'for a lesson'),
	(1706098054241, 1311862288435789944, '2026-11-29', 1, 250, 250, '2026-11-29 13:32:20.390772+00', 0, 'direct', '1188687851986', '1706098054241', '', 'for a cake'),
	(1188687851986, 1311862288435789944, '2026-11-29', 2, -250, 2750, '2026-11-29 13:32:20.390772+00', 1, 'direct', '1188687851986', '1706098054241', '', 'for a cake'),
	(1206560985985, 1311862288436222023, '2026-11-29', 2, -2000, 0, '2026-11-29 13:32:20.459361+00', 1, 'direct', '1206560985985', '0', '', 'bread'),
	(1206560985985, 1311862288435789944, '2026-11-29', 1, 100, 100, '2026-11-29 13:32:20.805463+00', 0, 'direct', '1188687851986', '1206560985985', '', 'with the right PIN'),
	(1188687851986, 1311862288435789944, '2026-11-29', 3, -100, 2650, '2026-11-29 13:32:20.805463+00', 2, 'direct', '1188687851986', '1206560985985', '', 'with the right PIN');

INSERT INTO public.creditor VALUES
	(1706098054241, 1, '2026-11-29 13:32:18.377508+00', 1, '2026-11-29 13:32:18.377509+00', 52, 0, 5, '2026-11-29 13:32:18.91944+00', 7, '2026-11-29 13:32:20.897713+00', NULL, 4, 6, 14, 499045, 6, 499045),
	(1206560985985, 1, '2026-11-29 13:32:18.398748+00', 2, '2026-11-29 13:32:18.398749+00', 54, 3, 6, '2026-11-29 13:32:24.295353+00', 3, '2026-11-29 13:32:20.429123+00', NULL, 3, 2, 15, 499045, 2, 499045),
	(1188687851986, 1, '2026-11-29 13:32:18.42184+00', 3, '2026-11-29 13:32:18.421841+00', 44, 0, 5, '2026-11-29 13:32:19.789995+00', 3, '2026-11-29 13:32:20.76165+00', NULL, 4, 2, 15, 499045, 2, 499045);

INSERT INTO public.ledger_entry VALUES
	(1706098054241, 1311862288436222023, 2, '2026-11-29', 1, 20000, 20000, '2026-11-29 13:32:19.988865+00'),
	(1206560985985, 1311862288443111381, 2, '2026-11-29', 1, 4000, 4000, '2026-11-29 13:32:20.090641+00'),
	(1188687851986, 1311862288435789944, 2, '2026-11-29', 1, 3000, 3000, '2026-11-29 13:32:20.179547+00'),
	(1206560985985, 1311862288436222023, 2, '2026-11-29', 1, 2000, 2000, '2026-11-29 13:32:20.261047+00'),
	(1706098054241, 1311862288436222023, 3, '2026-11-29', 2, -2000, 18000, '2026-11-29 13:32:20.260831+00'),
	(1188687851986, 1311862288443111381, 2, '2026-11-29', 1, 500, 500, '2026-11-29 13:32:20.337183+00'),
	(1206560985985, 1311862288443111381, 3, '2026-11-29', 2, -500, 3500, '2026-11-29 13:32:20.337486+00'),
	(1706098054241, 1311862288435789944, 2, '2026-11-29', 1, 250, 250, '2026-11-29 13:32:20.39783+00'),
	(1188687851986, 1311862288435789944, 3, '2026-11-29', 2, -250, 2750, '2026-11-29 13:32:20.397207+00'),
	(1206560985985, 1311862288436222023, 3, '2026-11-29', 2, -2000, 0, '2026-11-29 13:32:20.467696+00'),
	(1206560985985, 1311862288435789944, 2, '2026-11-29', 1, 100, 100, '2026-11-29 13:32:20.812087+00'),
	(1188687851986, 1311862288435789944, 4, '2026-11-29', 3, -100, 2650, '2026-11-29 13:32:20.812614+00');

INSERT INTO public.log_entry VALUES
	(1706098054241, 1, '2026-11-29 13:32:18.466652+00', 5, false, 1, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 2, '2026-11-29 13:32:18.466652+00', 6, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 3, '2026-11-29 13:32:18.522239+00', 8, false, 4, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 4, '2026-11-29 13:32:18.522239+00', 4, false, 5, 1311862288436222023, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1706098054241, 5, '2026-11-29 13:32:18.605207+00', 9, false, 6, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 6, '2026-11-29 13:32:18.627855+00', 7, false, 3, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 7, '2026-11-29 13:32:18.680447+00', 5, false, 14, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 8, '2026-11-29 13:32:18.680447+00', 6, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 9, '2026-11-29 13:32:18.709808+00', 8, false, 17, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 10, '2026-11-29 13:32:18.709808+00', 4, false, 18, 1311862288443111381, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1706098054241, 11, '2026-11-29 13:32:18.756594+00', 9, false, 19, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 12, '2026-11-29 13:32:18.790536+00', 7, false, 16, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 13, '2026-11-29 13:32:18.827641+00', 5, false, 28, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 14, '2026-11-29 13:32:18.827641+00', 6, false, 4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 15, '2026-11-29 13:32:18.851629+00', 8, false, 31, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 16, '2026-11-29 13:32:18.851629+00', 4, false, 32, 1311862288435789944, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1706098054241, 17, '2026-11-29 13:32:18.852436+00', 8, false, 32, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 18, '2026-11-29 13:32:18.893068+00', 9, false, 33, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 19, '2026-11-29 13:32:18.900681+00', 7, false, 30, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 20, '2026-11-29 13:32:18.91944+00', 5, false, 42, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1706098054241, 21, '2026-11-29 13:32:18.91944+00', 6, false, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 22, '2026-11-29 13:32:18.940757+00', 8, false, 45, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 23, '2026-11-29 13:32:18.940757+00', 4, false, 46, 1311862288433575990, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1706098054241, 24, '2026-11-29 13:32:18.940412+00', 8, false, 46, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 25, '2026-11-29 13:32:18.985391+00', 9, false, 47, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 26, '2026-11-29 13:32:18.997064+00', 7, false, 44, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 1, '2026-11-29 13:32:19.022186+00', 5, false, 56, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 2, '2026-11-29 13:32:19.022186+00', 6, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 3, '2026-11-29 13:32:19.037655+00', 8, false, 59, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 4, '2026-11-29 13:32:19.037655+00', 4, false, 60, 1311862288436222023, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1206560985985, 5, '2026-11-29 13:32:19.037806+00', 8, false, 60, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 6, '2026-11-29 13:32:19.068445+00', 9, false, 61, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 7, '2026-11-29 13:32:19.07494+00', 7, false, 58, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 8, '2026-11-29 13:32:19.101862+00', 5, false, 70, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 9, '2026-11-29 13:32:19.101862+00', 6, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 10, '2026-11-29 13:32:19.11476+00', 8, false, 73, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 11, '2026-11-29 13:32:19.11476+00', 4, false, 74, 1311862288443111381, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1206560985985, 12, '2026-11-29 13:32:19.15832+00', 9, false, 75, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 13, '2026-11-29 13:32:19.168882+00', 7, false, 72, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 14, '2026-11-29 13:32:19.18524+00', 5, false, 84, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1206560985985, 15, '2026-11-29 13:32:19.18524+00', 6, false, 4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 16, '2026-11-29 13:32:19.209466+00', 8, false, 87, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 17, '2026-11-29 13:32:19.209466+00', 4, false, 88, 1311862288435789944, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1206560985985, 18, '2026-11-29 13:32:19.24783+00', 9, false, 89, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 19, '2026-11-29 13:32:19.267806+00', 7, false, 86, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 20, '2026-11-29 13:32:19.304449+00', 5, false, 98, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 21, '2026-11-29 13:32:19.304449+00', 6, false, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 22, '2026-11-29 13:32:19.317176+00', 8, false, 101, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 23, '2026-11-29 13:32:19.317176+00', 4, false, 102, 1311862288433575990, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1206560985985, 24, '2026-11-29 13:32:19.317604+00', 8, false, 102, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 25, '2026-11-29 13:32:19.373465+00', 9, false, 103, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 26, '2026-11-29 13:32:19.397273+00', 7, false, 100, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 1, '2026-11-29 13:32:19.437386+00', 5, false, 112, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 2, '2026-11-29 13:32:19.437386+00', 6, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 3, '2026-11-29 13:32:19.466494+00', 8, false, 115, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 4, '2026-11-29 13:32:19.466494+00', 4, false, 116, 1311862288436222023, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1188687851986, 5, '2026-11-29 13:32:19.466258+00', 8, false, 116, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 6, '2026-11-29 13:32:19.514218+00', 9, false, 117, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 7, '2026-11-29 13:32:19.525812+00', 7, false, 114, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 8, '2026-11-29 13:32:19.555521+00', 5, false, 126, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1188687851986, 9, '2026-11-29 13:32:19.555521+00', 6, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 10, '2026-11-29 13:32:19.573283+00', 8, false, 129, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 11, '2026-11-29 13:32:19.573283+00', 4, false, 130, 1311862288443111381, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1188687851986, 12, '2026-11-29 13:32:19.573936+00', 8, false, 130, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 13, '2026-11-29 13:32:19.622864+00', 9, false, 131, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 14, '2026-11-29 13:32:19.63989+00', 7, false, 128, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 15, '2026-11-29 13:32:19.665887+00', 5, false, 140, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 16, '2026-11-29 13:32:19.665887+00', 6, false, 4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 17, '2026-11-29 13:32:19.684199+00', 8, false, 143, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 18, '2026-11-29 13:32:19.684199+00', 4, false, 144, 1311862288435789944, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1188687851986, 19, '2026-11-29 13:32:19.732003+00', 9, false, 145, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 20, '2026-11-29 13:32:19.7485+00', 7, false, 142, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 21, '2026-11-29 13:32:19.789995+00', 5, false, 154, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 22, '2026-11-29 13:32:19.789995+00', 6, false, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 23, '2026-11-29 13:32:19.81825+00', 8, false, 157, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 24, '2026-11-29 13:32:19.81825+00', 4, false, 158, 1311862288433575990, NULL, NULL, NULL, 0, 2, NULL, NULL),
	(1188687851986, 25, '2026-11-29 13:32:19.818903+00', 8, false, 158, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 26, '2026-11-29 13:32:19.868126+00', 9, false, 159, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 27, '2026-11-29 13:32:19.892792+00', 7, false, 156, 1311862288433575990, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 27, '2026-11-29 13:32:19.988864+00', 3, false, NULL, 1311862288436222023, '2026-11-29', 1, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1706098054241, 28, '2026-11-29 13:32:19.988865+00', 4, false, 6, 1311862288436222023, NULL, NULL, NULL, 20000, 3, NULL, NULL),
	(1206560985985, 27, '2026-11-29 13:32:20.09064+00', 3, false, NULL, 1311862288443111381, '2026-11-29', 1, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 28, '2026-11-29 13:32:20.090641+00', 4, false, 75, 1311862288443111381, NULL, NULL, NULL, 4000, 3, NULL, NULL),
	(1188687851986, 28, '2026-11-29 13:32:20.179546+00', 3, false, NULL, 1311862288435789944, '2026-11-29', 1, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 29, '2026-11-29 13:32:20.179547+00', 4, false, 145, 1311862288435789944, NULL, NULL, NULL, 3000, 3, NULL, NULL),
	(1706098054241, 29, '2026-11-29 13:32:20.20986+00', 1, false, 1, NULL, NULL, NULL, 'bcda8a4a-69af-435e-b3a2-c0a9fe01a21f', NULL, NULL, NULL, NULL),
	(1706098054241, 30, '2026-11-29 13:32:20.20986+00', 2, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 31, '2026-11-29 13:32:20.255234+00', 1, false, 2, NULL, NULL, NULL, 'bcda8a4a-69af-435e-b3a2-c0a9fe01a21f', NULL, NULL, '2026-11-29 13:32:20.255234+00', NULL),
	(1206560985985, 29, '2026-11-29 13:32:20.261046+00', 3, false, NULL, 1311862288436222023, '2026-11-29', 1, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 30, '2026-11-29 13:32:20.261047+00', 4, false, 61, 1311862288436222023, NULL, NULL, NULL, 2000, 3, NULL, NULL),
	(1706098054241, 32, '2026-11-29 13:32:20.26083+00', 3, false, NULL, 1311862288436222023, '2026-11-29', 2, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 33, '2026-11-29 13:32:20.260831+00', 4, false, 7, 1311862288436222023, NULL, NULL, NULL, 18000, 4, NULL, NULL),
	(1206560985985, 31, '2026-11-29 13:32:20.297369+00', 1, false, 1, NULL, NULL, NULL, 'b54d4e12-25ac-4ad2-b164-89e2d80ce21f', NULL, NULL, NULL, NULL),
	(1206560985985, 32, '2026-11-29 13:32:20.297369+00', 2, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 33, '2026-11-29 13:32:20.332879+00', 1, false, 2, NULL, NULL, NULL, 'b54d4e12-25ac-4ad2-b164-89e2d80ce21f', NULL, NULL, '2026-11-29 13:32:20.332879+00', NULL),
	(1706098054241, 34, '2026-11-29 13:32:20.397829+00', 3, false, NULL, 1311862288435789944, '2026-11-29', 1, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 35, '2026-11-29 13:32:20.39783+00', 4, false, 33, 1311862288435789944, NULL, NULL, NULL, 250, 3, NULL, NULL),
	(1206560985985, 38, '2026-11-29 13:32:20.467695+00', 3, false, NULL, 1311862288436222023, '2026-11-29', 2, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 39, '2026-11-29 13:32:20.467696+00', 4, false, 62, 1311862288436222023, NULL, NULL, NULL, 0, 4, NULL, NULL),
	(1706098054241, 38, '2026-11-29 13:32:20.547983+00', 1, false, 2, NULL, NULL, NULL, '1dda454c-bb81-48ea-9be3-02be185385a2', NULL, NULL, '2026-11-29 13:32:20.547983+00', 'INSUFFICIENT_AVAILABLE_AMOUNT');
INSERT INTO public.log_entry VALUES
	(1706098054241, 39, '2026-11-29 13:32:20.600543+00', 1, false, 1, NULL, NULL, NULL, '623a7a6f-3d4c-45af-ad90-fef8b3654242', NULL, NULL, NULL, NULL),
	(1706098054241, 40, '2026-11-29 13:32:20.600543+00', 2, false, 4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 47, '2026-11-29 13:32:20.701133+00', 1, false, 2, NULL, NULL, NULL, '9860defb-e921-4d0a-8b8a-b17cab67f6e1', NULL, NULL, '2026-11-29 13:32:20.701133+00', 'TIMEOUT'),
	(1188687851986, 37, '2026-11-29 13:32:20.735303+00', 12, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 38, '2026-11-29 13:32:20.76165+00', 1, false, 1, NULL, NULL, NULL, '00560ad3-3a63-41d7-9185-b07304ce48ba', NULL, NULL, NULL, NULL),
	(1188687851986, 39, '2026-11-29 13:32:20.76165+00', 2, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 40, '2026-11-29 13:32:20.810893+00', 1, false, 2, NULL, NULL, NULL, '00560ad3-3a63-41d7-9185-b07304ce48ba', NULL, NULL, '2026-11-29 13:32:20.810893+00', NULL),
	(1206560985985, 43, '2026-11-29 13:32:20.84773+00', 7, false, 59, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 30, '2026-11-29 13:32:20.337182+00', 3, false, NULL, 1311862288443111381, '2026-11-29', 1, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 31, '2026-11-29 13:32:20.337183+00', 4, false, 131, 1311862288443111381, NULL, NULL, NULL, 500, 3, NULL, NULL),
	(1188687851986, 32, '2026-11-29 13:32:20.367022+00', 1, false, 1, NULL, NULL, NULL, '53922b74-48b9-47e0-8a4f-37b807a962b4', NULL, NULL, NULL, NULL),
	(1188687851986, 33, '2026-11-29 13:32:20.367022+00', 2, false, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 34, '2026-11-29 13:32:20.396094+00', 1, false, 2, NULL, NULL, NULL, '53922b74-48b9-47e0-8a4f-37b807a962b4', NULL, NULL, '2026-11-29 13:32:20.396094+00', NULL),
	(1206560985985, 36, '2026-11-29 13:32:20.429123+00', 1, false, 1, NULL, NULL, NULL, '3200cf71-e825-4606-a8f6-66fc739a42b6', NULL, NULL, NULL, NULL),
	(1206560985985, 37, '2026-11-29 13:32:20.429123+00', 2, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 41, '2026-11-29 13:32:20.812613+00', 3, false, NULL, 1311862288435789944, '2026-11-29', 3, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 42, '2026-11-29 13:32:20.812614+00', 4, false, 147, 1311862288435789944, NULL, NULL, NULL, 2650, 5, NULL, NULL),
	(1706098054241, 48, '2026-11-29 13:32:20.897713+00', 1, false, 1, NULL, NULL, NULL, 'e98e1687-8fad-4a47-aab1-c95176988c5f', NULL, NULL, NULL, NULL),
	(1706098054241, 49, '2026-11-29 13:32:20.897713+00', 2, false, 7, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 51, '2026-11-29 13:32:24.326016+00', 10, false, 7, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1706098054241, 52, '2026-11-29 13:32:24.342275+00', 10, false, 20, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 43, '2026-11-29 13:32:24.386058+00', 10, false, 146, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 34, '2026-11-29 13:32:20.337485+00', 3, false, NULL, 1311862288443111381, '2026-11-29', 2, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 35, '2026-11-29 13:32:20.337486+00', 4, false, 76, 1311862288443111381, NULL, NULL, NULL, 3500, 4, NULL, NULL),
	(1706098054241, 44, '2026-11-29 13:32:20.644201+00', 1, false, 2, NULL, NULL, NULL, '33aca347-9a2e-4912-bc87-d6054a8589cf', NULL, NULL, '2026-11-29 13:32:20.644201+00', 'RECIPIENT_SAME_AS_SENDER'),
	(1706098054241, 45, '2026-11-29 13:32:20.66202+00', 1, false, 1, NULL, NULL, NULL, '9860defb-e921-4d0a-8b8a-b17cab67f6e1', NULL, NULL, NULL, NULL),
	(1706098054241, 46, '2026-11-29 13:32:20.66202+00', 2, false, 6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 35, '2026-11-29 13:32:20.397206+00', 3, false, NULL, 1311862288435789944, '2026-11-29', 2, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 36, '2026-11-29 13:32:20.397207+00', 4, false, 146, 1311862288435789944, NULL, NULL, NULL, 2750, 4, NULL, NULL),
	(1206560985985, 40, '2026-11-29 13:32:20.466263+00', 1, false, 2, NULL, NULL, NULL, '3200cf71-e825-4606-a8f6-66fc739a42b6', NULL, NULL, '2026-11-29 13:32:20.466263+00', NULL),
	(1706098054241, 36, '2026-11-29 13:32:20.508769+00', 1, false, 1, NULL, NULL, NULL, '1dda454c-bb81-48ea-9be3-02be185385a2', NULL, NULL, NULL, NULL),
	(1706098054241, 37, '2026-11-29 13:32:20.508769+00', 2, false, 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1706098054241, 41, '2026-11-29 13:32:20.611224+00', 1, false, 2, NULL, NULL, NULL, '623a7a6f-3d4c-45af-ad90-fef8b3654242', NULL, NULL, '2026-11-29 13:32:20.611224+00', 'RECIPIENT_IS_UNREACHABLE'),
	(1706098054241, 42, '2026-11-29 13:32:20.627411+00', 1, false, 1, NULL, NULL, NULL, '33aca347-9a2e-4912-bc87-d6054a8589cf', NULL, NULL, NULL, NULL),
	(1706098054241, 43, '2026-11-29 13:32:20.627411+00', 2, false, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 41, '2026-11-29 13:32:20.812086+00', 3, false, NULL, 1311862288435789944, '2026-11-29', 1, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 42, '2026-11-29 13:32:20.812087+00', 4, false, 89, 1311862288435789944, NULL, NULL, NULL, 100, 3, NULL, NULL),
	(1706098054241, 50, '2026-11-29 13:32:20.926007+00', 1, false, 2, NULL, NULL, NULL, 'e98e1687-8fad-4a47-aab1-c95176988c5f', NULL, NULL, '2026-11-29 13:32:20.926007+00', 'RECIPIENT_IS_UNREACHABLE'),
	(1206560985985, 44, '2026-11-29 13:32:24.255867+00', 8, false, 61, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 45, '2026-11-29 13:32:24.295353+00', 6, false, 6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.log_entry VALUES
	(1206560985985, 46, '2026-11-29 13:32:24.295353+00', 5, true, 168, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 47, '2026-11-29 13:32:24.295353+00', 7, true, 168, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 48, '2026-11-29 13:32:24.295353+00', 8, true, 168, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 49, '2026-11-29 13:32:24.295353+00', 4, true, 168, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 50, '2026-11-29 13:32:24.295353+00', 9, true, 168, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 51, '2026-11-29 13:32:24.295353+00', 10, true, 168, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 52, '2026-11-29 13:32:24.295353+00', 11, true, 168, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 53, '2026-11-29 13:32:24.356627+00', 10, false, 76, 1311862288443111381, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1206560985985, 54, '2026-11-29 13:32:24.371669+00', 10, false, 90, 1311862288435789944, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(1188687851986, 44, '2026-11-29 13:32:24.399782+00', 10, false, 118, 1311862288436222023, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO public.pin VALUES
	(1706098054241, 0, 0, 0, '2026-11-29 13:32:18.388535+00', 0, NULL, NULL, 1, '2026-11-29 13:32:18.388535+00'),
	(1206560985985, 0, 0, 0, '2026-11-29 13:32:18.411141+00', 0, NULL, NULL, 1, '2026-11-29 13:32:18.411141+00'),
	(1188687851986, 1, 0, 1, '2026-11-29 13:32:18.443797+00', 4, '\x441d3d4237c34789f421e43a6af9fa2d404ed94d16f48a741c4dac0e6c7b2af6', 'IpRyBobt', 2, '2026-11-29 13:32:20.735303+00');

INSERT INTO public.running_transfer VALUES
	(1706098054241, 'bcda8a4a-69af-435e-b3a2-c0a9fe01a21f', 1311862288436222023, 2000, 'swpt:1311862288436222023/1206560985985', '1206560985985', '', 'for a haircut', NULL, '9999-12-31 23:59:59+00', 0, 1, '2026-11-29 13:32:20.209861+00', 22854448694951937, '2026-11-29 13:32:20.255234+00', NULL, NULL, 2, '2026-11-29 13:32:20.255234+00'),
	(1206560985985, 'b54d4e12-25ac-4ad2-b164-89e2d80ce21f', 1311862288443111381, 500, 'swpt:1311862288443111381/1188687851986', '1188687851986', '', 'for a lesson', NULL, '9999-12-31 23:59:59+00', 0, 2, '2026-11-29 13:32:20.29737+00', 22854448694951937, '2026-11-29 13:32:20.332879+00', NULL, NULL, 2, '2026-11-29 13:32:20.332879+00'),
	(1188687851986, '53922b74-48b9-47e0-8a4f-37b807a962b4', 1311862288435789944, 250, 'swpt:1311862288435789944/1706098054241', '1706098054241', '', 'for a cake', NULL, '9999-12-31 23:59:59+00', 0, 3, '2026-11-29 13:32:20.367023+00', 22854448694951937, '2026-11-29 13:32:20.396094+00', NULL, NULL, 2, '2026-11-29 13:32:20.396094+00'),
	(1206560985985, '3200cf71-e825-4606-a8f6-66fc739a42b6', 1311862288436222023, 2000, 'swpt:1311862288436222023/0', '0', '', 'bread', NULL, '9999-12-31 23:59:59+00', 0, 4, '2026-11-29 13:32:20.429124+00', 22854448694951937, '2026-11-29 13:32:20.466263+00', NULL, NULL, 2, '2026-11-29 13:32:20.466263+00'),
	(1706098054241, '1dda454c-bb81-48ea-9be3-02be185385a2', 1311862288436222023, 99900, 'swpt:1311862288436222023/1206560985985', '1206560985985', '', '', NULL, '9999-12-31 23:59:59+00', 0, 5, '2026-11-29 13:32:20.50877+00', 22854448694951938, '2026-11-29 13:32:20.547983+00', 'INSUFFICIENT_AVAILABLE_AMOUNT', 0, 2, '2026-11-29 13:32:20.547983+00'),
	(1706098054241, '623a7a6f-3d4c-45af-ad90-fef8b3654242', 1311862288436222023, 100, 'swpt:1311862288436222023/4711', '4711', '', '', NULL, '9999-12-31 23:59:59+00', 0, 6, '2026-11-29 13:32:20.600544+00', NULL, '2026-11-29 13:32:20.611224+00', 'RECIPIENT_IS_UNREACHABLE', 0, 2, '2026-11-29 13:32:20.611224+00'),
	(1706098054241, '33aca347-9a2e-4912-bc87-d6054a8589cf', 1311862288436222023, 100, 'swpt:1311862288436222023/1706098054241', '1706098054241', '', '', NULL, '9999-12-31 23:59:59+00', 0, 7, '2026-11-29 13:32:20.627412+00', NULL, '2026-11-29 13:32:20.644201+00', 'RECIPIENT_SAME_AS_SENDER', 0, 2, '2026-11-29 13:32:20.644201+00'),
	(1706098054241, '9860defb-e921-4d0a-8b8a-b17cab67f6e1', 1311862288436222023, 100, 'swpt:1311862288436222023/1206560985985', '1206560985985', '', '', '1970-01-01 00:00:00+00', '9999-12-31 23:59:59+00', 0, 8, '2026-11-29 13:32:20.662021+00', 22854448694951939, '2026-11-29 13:32:20.701133+00', 'TIMEOUT', 0, 2, '2026-11-29 13:32:20.701133+00'),
	(1188687851986, '00560ad3-3a63-41d7-9185-b07304ce48ba', 1311862288435789944, 100, 'swpt:1311862288435789944/1206560985985', '1206560985985', '', 'with the right PIN', NULL, '9999-12-31 23:59:59+00', 0, 10, '2026-11-29 13:32:20.761651+00', 22854448694951938, '2026-11-29 13:32:20.810893+00', NULL, NULL, 2, '2026-11-29 13:32:20.810893+00'),
	(1706098054241, 'e98e1687-8fad-4a47-aab1-c95176988c5f', 1311862288436222023, 100, 'swpt:1311862288436222023/1206560985985', '1206560985985', '', '', NULL, '9999-12-31 23:59:59+00', 0, 11, '2026-11-29 13:32:20.897714+00', NULL, '2026-11-29 13:32:20.926007+00', 'RECIPIENT_IS_UNREACHABLE', 0, 2, '2026-11-29 13:32:20.926007+00');

INSERT INTO public.schema_migration VALUES
	(1, 'swpt_creditors', 'creditors', '\xaa4427f31b9af525c832708a65dda8fd40ffda3e461ba436d432be24338fab83', '2026-11-29 13:32:10.173866+00');

SELECT pg_catalog.setval('public.coordinator_request_id_seq', 11, true);

SELECT pg_catalog.setval('public.creditor_reservation_id_seq', 3, true);

SELECT pg_catalog.setval('public.object_update_id_seq', 168, true);

SELECT pg_catalog.setval('public.outbox_message_message_id_seq', 88, true);

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
    ADD CONSTRAINT outbox_message_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.pin
    ADD CONSTRAINT pin_pkey PRIMARY KEY (creditor_id);

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

