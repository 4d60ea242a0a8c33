-- Data usage plans, and the transfers that applications want to make under them (spec S2). Whoever changes anything of a plan
-- locks its row first: meters, allotments and transfers are written only under that lock.
CREATE TABLE data_usage_plan (
    subscription_id uuid        PRIMARY KEY,
    version         bigint      NOT NULL CHECK (version > 0),
    content         jsonb       NOT NULL,
    updated_at      timestamptz NOT NULL
);

-- A device uses one plan. The report is the last that its agent sent, the policy the last that it was given.
CREATE TABLE data_usage_plan_device (
    device_id       uuid        PRIMARY KEY,
    subscription_id uuid        NOT NULL REFERENCES data_usage_plan,
    reported_at     timestamptz,
    report_sequence bigint      NOT NULL DEFAULT 0,
    policy_number   bigint      NOT NULL DEFAULT 0
);
CREATE INDEX data_usage_plan_device_by_plan ON data_usage_plan_device (subscription_id);

-- One for each limited connection and cycle. A plan without cycle has one that begins in 1970.
CREATE TABLE transfer_meter (
    subscription_id uuid        NOT NULL REFERENCES data_usage_plan,
    connection      text        NOT NULL,
    cycle_start     timestamptz NOT NULL,
    threshold       bigint      NOT NULL CHECK (threshold >= 0),
    counted         bigint      NOT NULL CHECK (counted >= 0),
    reconciled      bigint      NOT NULL CHECK (reconciled >= 0),
    operator        bigint      NOT NULL CHECK (operator >= 0),
    operator_as_of  timestamptz,
    scale           bigint      NOT NULL CHECK (scale > 0),
    admitted        bigint      NOT NULL CHECK (admitted >= 0),
    PRIMARY KEY (subscription_id, connection, cycle_start)
);

-- Octets that an application was admitted for as HIGH or REALTIME.
CREATE TABLE transfer_urgent_use (
    subscription_id uuid        NOT NULL,
    connection      text        NOT NULL,
    cycle_start     timestamptz NOT NULL,
    app_id          text        NOT NULL,
    octets          bigint      NOT NULL CHECK (octets >= 0),
    PRIMARY KEY (subscription_id, connection, cycle_start, app_id)
);

-- Octets of a meter that an agent may use without asking: a part of its meter's admitted.
CREATE TABLE transfer_allotment (
    device_id   uuid        NOT NULL,
    connection  text        NOT NULL,
    cycle_start timestamptz NOT NULL,
    octets      bigint      NOT NULL CHECK (octets >= 0),
    PRIMARY KEY (device_id, connection, cycle_start)
);

-- What devices counted, by the hour.
CREATE TABLE usage_statistic (
    subscription_id uuid        NOT NULL,
    connection      text        NOT NULL,
    hour            timestamptz NOT NULL,
    device_id       uuid        NOT NULL,
    app_id          text        NOT NULL,
    octets          bigint      NOT NULL CHECK (octets >= 0),
    PRIMARY KEY (subscription_id, connection, hour, device_id, app_id)
);

CREATE TABLE connection_state (
    device_id   uuid        NOT NULL REFERENCES data_usage_plan_device ON DELETE CASCADE,
    connection  text        NOT NULL,
    available   boolean     NOT NULL,
    roaming     boolean     NOT NULL,
    congested   boolean     NOT NULL,
    network     text,
    throughput  bigint CHECK (throughput > 0),
    reported_at timestamptz NOT NULL,
    PRIMARY KEY (device_id, connection)
);

CREATE SEQUENCE transfer_decision_seq;

CREATE TABLE transfer_request (
    request_id      uuid        PRIMARY KEY,
    device_id       uuid        NOT NULL,
    subscription_id uuid        NOT NULL REFERENCES data_usage_plan,
    enrollment_id   uuid,
    app_id          text        NOT NULL,
    direction       text        NOT NULL,
    size            bigint CHECK (size > 0),
    priority        text        NOT NULL,
    earliest        timestamptz,
    deadline        timestamptz,
    resumable       boolean     NOT NULL,
    enqueued_at     timestamptz NOT NULL,
    state           text        NOT NULL CHECK (state IN ('ALLOWED', 'ACTIVE', 'DEFERRED', 'WAITING_CONNECTION', 'OFFERED',
                                                          'DENIED', 'EXPIRED', 'COMPLETED', 'CANCELLED')),
    done            bigint      NOT NULL CHECK (done >= 0),
    connection      text,
    lease           bigint      NOT NULL CHECK (lease >= 0),
    lease_until     timestamptz,
    lost            text,
    acknowledged    text,
    offered         text,
    reason          text,
    look_at         timestamptz,
    decision_number bigint      NOT NULL,
    decided_at      timestamptz NOT NULL,
    CHECK ((state IN ('ALLOWED', 'ACTIVE')) = (connection IS NOT NULL)),
    CHECK (connection IS NOT NULL OR lease = 0)
);
CREATE INDEX transfer_request_by_decision ON transfer_request (device_id, decision_number);
CREATE INDEX transfer_request_open ON transfer_request (device_id)
    WHERE state IN ('ALLOWED', 'ACTIVE', 'DEFERRED', 'WAITING_CONNECTION', 'OFFERED');
CREATE INDEX transfer_request_to_look_at ON transfer_request (look_at) WHERE look_at IS NOT NULL;
