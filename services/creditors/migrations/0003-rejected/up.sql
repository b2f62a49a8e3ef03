CREATE TABLE rejected_message (
    message_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rejected_at timestamptz NOT NULL DEFAULT now(),
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
CREATE TABLE rejected_total (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    kept_bytes bigint NOT NULL DEFAULT 0,
    dropped_count bigint NOT NULL DEFAULT 0
);
INSERT INTO rejected_total DEFAULT VALUES;
