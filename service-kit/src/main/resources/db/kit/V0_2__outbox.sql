-- Events on their way to Kafka (design section 5). Insert only; the relay alone moves the cursor.

-- CACHE 1: an id must never be smaller than one that another session has already drawn.
CREATE SEQUENCE outbox_id_seq AS bigint CACHE 1;

CREATE TABLE outbox (
    id bigint NOT NULL,
    -- The machine's time, not business time: retention must not follow a test clock.
    recorded_at timestamptz NOT NULL DEFAULT now(),
    ce_id uuid NOT NULL,
    ce_type text NOT NULL,
    ce_source text NOT NULL,
    ce_time timestamptz NOT NULL,
    topic text NOT NULL,
    key text NOT NULL,
    traceparent text,
    payload text NOT NULL CHECK (octet_length(payload) <= 262144),
    PRIMARY KEY (id, recorded_at)
) PARTITION BY RANGE (recorded_at);
REVOKE UPDATE, DELETE ON outbox FROM ${app_role};

-- Everything up to position is in Kafka. A replay sets it back; gaps up to passed will never be filled.
CREATE TABLE outbox_cursor (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    position bigint NOT NULL CHECK (position >= 0),
    passed bigint NOT NULL CHECK (passed >= position)
);
INSERT INTO outbox_cursor (position, passed) VALUES (0, 0);
REVOKE INSERT, DELETE ON outbox_cursor FROM ${app_role};

-- Events that Kafka refuses for themselves. The row in outbox stays as long as all others.
CREATE TABLE outbox_parked (
    outbox_id bigint PRIMARY KEY,
    ce_id uuid NOT NULL,
    topic text NOT NULL,
    cause text NOT NULL,
    parked_at timestamptz NOT NULL DEFAULT now()
);
REVOKE UPDATE ON outbox_parked FROM ${app_role};

CREATE FUNCTION outbox_partition_is_sent(partition regclass) RETURNS boolean
LANGUAGE plpgsql STABLE AS $body$
DECLARE
    last_id bigint;
BEGIN
    EXECUTE format('SELECT max(id) FROM %s', partition) INTO last_id;
    RETURN coalesce(last_id <= (SELECT position FROM outbox_cursor), true);
END
$body$;

INSERT INTO partitioned_table VALUES ('outbox', 'recorded_at', 1, 3, 14, 'outbox_partition_is_sent');
SELECT create_partitions();
