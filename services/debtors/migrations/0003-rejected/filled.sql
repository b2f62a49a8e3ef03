
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

CREATE SEQUENCE public.coordinator_request_id
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.debtor (
    debtor_id bigint NOT NULL,
    reservation_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    min_balance bigint NOT NULL,
    config_latest_update_id bigint NOT NULL,
    last_config_ts timestamp with time zone NOT NULL,
    balance bigint NOT NULL,
    account_last_change_ts timestamp with time zone NOT NULL,
    account_last_heartbeat_ts timestamp with time zone NOT NULL,
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
    CONSTRAINT debtor_counts CHECK (((running_transfers_count >= 0) AND (actions_count >= 0) AND (documents_count >= 0))),
    CONSTRAINT debtor_deactivation CHECK (((deactivation_date IS NULL) OR (status = 3))),
    CONSTRAINT debtor_latest_update_id CHECK ((config_latest_update_id > 0)),
    CONSTRAINT debtor_min_balance CHECK ((min_balance <= 0)),
    CONSTRAINT debtor_status CHECK ((status = ANY (ARRAY[0, 1, 3])))
)
WITH (fillfactor='75', autovacuum_vacuum_scale_factor='0.05');

CREATE SEQUENCE public.debtor_reservation_id
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.document (
    document_id bigint NOT NULL,
    debtor_id bigint NOT NULL,
    inserted_at timestamp with time zone NOT NULL,
    content_type text NOT NULL,
    content bytea NOT NULL
);
ALTER TABLE ONLY public.document ALTER COLUMN content SET STORAGE EXTERNAL;

ALTER TABLE public.document ALTER COLUMN document_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.document_document_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
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
    debtor_id bigint NOT NULL,
    coordinator_request_id bigint NOT NULL,
    transfer_uuid uuid NOT NULL,
    amount bigint NOT NULL,
    initiated_at timestamp with time zone NOT NULL,
    transfer_id bigint,
    finalized_at timestamp with time zone,
    total_locked_amount bigint,
    recipient_uri text NOT NULL,
    recipient text NOT NULL,
    note_format text NOT NULL,
    note text NOT NULL,
    error_code text,
    CONSTRAINT running_transfer_amount CHECK ((amount >= 0)),
    CONSTRAINT running_transfer_locked CHECK ((total_locked_amount >= 0)),
    CONSTRAINT running_transfer_outcome CHECK (((finalized_at IS NOT NULL) OR ((error_code IS NULL) AND (total_locked_amount IS NULL))))
)
WITH (fillfactor='85');

CREATE TABLE public.schema_migration (
    number integer NOT NULL,
    service text NOT NULL,
    name text NOT NULL,
    checksum bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

INSERT INTO public.debtor VALUES
	(1311862288431944781, 3, '2026-11-30 02:15:05.97172+00', -9223372036854775808, 2, '2026-11-30 02:15:06.069839+00', -4000, '2026-11-30 02:15:08.78443+00', '2026-11-30 02:15:08.78443+00', 2, 0, 3, '2026-11-30', 500, 1, 2, '2026-11-30', 0, '2026-11-30', NULL, 1, true, true, '0', NULL, 'https://127.0.0.1:24829/documents/1311862288431944781.1', '{"type":"RootConfigData","rate":0.0,"limit":100000,"info":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/1311862288431944781.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"07C452C35C96A2CEEF5475FCED31424B913CD3C1A30B5E562BEFF34DC1BAFD83"}}'),
	(1311862288428302337, 1, '2026-11-30 02:15:05.649863+00', -9223372036854775808, 2, '2026-11-30 02:15:05.847649+00', 0, '2026-11-30 02:15:05.868857+00', '2026-11-30 02:15:05.868857+00', 2, 0, 2, '2026-11-30', 500, 0, 1, '2026-11-30', 0, '2026-11-30', NULL, 1, true, true, '0', NULL, 'https://127.0.0.1:24829/documents/base.1', '{"type":"RootConfigData","rate":0.0,"limit":100000,"info":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/base.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"464BFC488150FCE62BE0689678DBA42F6D9FD10DEE1B3661BDEC7DEC663CE9EB"}}'),
	(1311862288437245892, 4, '2026-11-30 02:15:06.092166+00', -9223372036854775808, 2, '2026-11-30 02:15:06.183958+00', -3000, '2026-11-30 02:15:08.883662+00', '2026-11-30 02:15:08.883662+00', 2, 0, 3, '2026-11-30', 500, 1, 2, '2026-11-30', 0, '2026-11-30', NULL, 1, true, true, '0', NULL, 'https://127.0.0.1:24829/documents/1311862288437245892.1', '{"type":"RootConfigData","rate":0.0,"limit":100000,"info":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/1311862288437245892.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"5464BDFDDEF505F21C8A847DE723BDB7EE805DBCDC92F3FD9D58B382385585D5"}}'),
	(1311862288444783501, 2, '2026-11-30 02:15:05.871894+00', -9223372036854775808, 2, '2026-11-30 02:15:05.963391+00', -18000, '2026-11-30 02:15:09.341173+00', '2026-11-30 02:15:09.341173+00', 2, 0, 4, '2026-11-30', 500, 2, 3, '2026-11-30', 0, '2026-11-30', NULL, 1, true, true, '0', NULL, 'https://127.0.0.1:24829/documents/1311862288444783501.1', '{"type":"RootConfigData","rate":0.0,"limit":100000,"info":{"type":"DebtorInfo","iri":"https://127.0.0.1:24829/documents/1311862288444783501.1","contentType":"application/vnd.swaptacular.coin-info+json","sha256":"5CDEACCEC0AB801CEE7E2881A954D4F0F0DE88333F0D78DC62BD3110F6DEADD8"}}');

INSERT INTO public.rejected_message OVERRIDING SYSTEM VALUE VALUES
	(1, '2026-11-30 02:15:30.627726+00', 'swpt_debtors', '', 'swpt_debtors', 'AccountPurge', 'application/json', 'swpt_test', '[]', '\x7b2274797065223a224163636f756e745075726765227d', 23, 'Message validation error: debtor_id: Missing data for required field. creditor_id: Missing data for required field. creation_date: Missing data for required field. ts: Missing data for required field.', 486);

INSERT INTO public.rejected_total VALUES
	(true, 486, 0);

INSERT INTO public.running_transfer VALUES
	(1311862288444783501, 1, '76eb1261-3a1b-43cd-b72b-c01df7db1296', 20000, '2026-11-30 02:15:08.619442+00', 22855548206579713, '2026-11-30 02:15:08.676017+00', NULL, 'swpt:1311862288444783501/1253469821074', '1253469821074', '', 'issued', NULL),
	(1311862288431944781, 2, 'd2c701cb-1b48-4779-a397-021660ca2d35', 4000, '2026-11-30 02:15:08.745219+00', 22855548206579713, '2026-11-30 02:15:08.795328+00', NULL, 'swpt:1311862288431944781/1483105929770', '1483105929770', '', 'issued', NULL),
	(1311862288437245892, 3, '424bae3b-c68a-4d81-b6dd-143b8841cfa7', 3000, '2026-11-30 02:15:08.845591+00', 22855548206579713, '2026-11-30 02:15:08.897285+00', NULL, 'swpt:1311862288437245892/1449453452744', '1449453452744', '', 'issued', NULL),
	(1311862288444783501, 4, '7ca7e128-b3d0-44a3-ae61-1f37c0f7a2dc', 100000, '2026-11-30 02:15:09.457808+00', NULL, '2026-11-30 02:15:09.533561+00', 0, 'swpt:1311862288444783501/1483105929770', '1483105929770', '', '', 'INSUFFICIENT_AVAILABLE_AMOUNT');

INSERT INTO public.schema_migration VALUES
	(1, 'swpt_debtors', 'debtors', '\x7412a5f8198e4134e6240bf96c7875770b726acfba2226ac461585f98bb59f2e', '2026-11-30 02:14:57.731941+00'),
	(2, 'swpt_debtors', 'outbox', '\xc037cb6e85afa743196bfe1b6635e25e155b1c2825e74c694488e5b48a62b8e8', '2026-11-30 02:14:57.857146+00'),
	(3, 'swpt_debtors', 'rejected', '\x57725c6cb34b042e40d2b2e2797e619c68a4c079bc3a7d979d4e2a040b86e83f', '2026-11-30 02:14:57.867578+00');

SELECT pg_catalog.setval('public.coordinator_request_id', 4, true);

SELECT pg_catalog.setval('public.debtor_reservation_id', 4, true);

SELECT pg_catalog.setval('public.document_document_id_seq', 1, false);

SELECT pg_catalog.setval('public.outbox_message_message_id_seq', 15, true);

SELECT pg_catalog.setval('public.rejected_message_message_id_seq', 1, true);

ALTER TABLE ONLY public.debtor
    ADD CONSTRAINT debtor_pkey PRIMARY KEY (debtor_id);

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (debtor_id, document_id);

ALTER TABLE ONLY public.outbox_message
    ADD CONSTRAINT outbox_message_pkey PRIMARY KEY (kind, retry_at, message_id);

ALTER TABLE ONLY public.rejected_message
    ADD CONSTRAINT rejected_message_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.rejected_total
    ADD CONSTRAINT rejected_total_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY public.running_transfer
    ADD CONSTRAINT running_transfer_pkey PRIMARY KEY (debtor_id, transfer_uuid);

ALTER TABLE ONLY public.running_transfer
    ADD CONSTRAINT running_transfer_request UNIQUE (debtor_id, coordinator_request_id);

ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (number);

CREATE INDEX debtor_active ON public.debtor USING btree (debtor_id) WHERE (status = 1);

ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_debtor_id_fkey FOREIGN KEY (debtor_id) REFERENCES public.debtor(debtor_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.running_transfer
    ADD CONSTRAINT running_transfer_debtor_id_fkey FOREIGN KEY (debtor_id) REFERENCES public.debtor(debtor_id) ON DELETE CASCADE;

