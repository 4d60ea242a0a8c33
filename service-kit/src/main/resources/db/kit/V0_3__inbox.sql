-- Which event has had its effect here, written in the transaction of that effect (design section 5).

CREATE TABLE inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    ce_time timestamptz NOT NULL,
    PRIMARY KEY (consumer, event_id, ce_time)
) PARTITION BY RANGE (ce_time);
REVOKE UPDATE, DELETE ON inbox FROM ${app_role};

INSERT INTO partitioned_table VALUES ('inbox', 'ce_time', 21, 3, 21, NULL);
SELECT create_partitions();
