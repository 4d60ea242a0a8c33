-- Where a group's allowance is counted by a carrier: asked again and again.
CREATE TABLE sim_group_carrier (
    sim_group_id uuid        PRIMARY KEY REFERENCES sim_group,
    server       text        NOT NULL,
    report_id    text        NOT NULL,
    bucket_id    text,
    failures     int         NOT NULL DEFAULT 0 CHECK (failures >= 0),
    poll_at      timestamptz NOT NULL
);
CREATE INDEX sim_group_carrier_by_poll ON sim_group_carrier (poll_at);
