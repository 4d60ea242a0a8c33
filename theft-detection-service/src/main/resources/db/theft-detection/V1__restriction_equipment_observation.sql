-- What enrollment tells about devices and subscriptions, as far as a restriction needs it. Higher version wins.
CREATE TABLE known_device (
    device_id uuid   PRIMARY KEY,
    version   bigint NOT NULL,
    status    text   NOT NULL
);

CREATE TABLE known_subscription (
    subscription_id uuid   PRIMARY KEY,
    version         bigint NOT NULL,
    status          text   NOT NULL,
    device_id       uuid,
    sim_card_id     uuid
);
CREATE INDEX known_subscription_by_device ON known_subscription (device_id) WHERE device_id IS NOT NULL;

-- The lock and the gapless count of a device's orders and lifts.
CREATE TABLE restricted_device (
    device_id uuid   PRIMARY KEY,
    version   bigint NOT NULL CHECK (version >= 0)
);

CREATE TABLE restriction_order (
    restriction_id   uuid        PRIMARY KEY,
    device_id        uuid        NOT NULL REFERENCES restricted_device,
    level            text        NOT NULL CHECK (level IN ('R1', 'R2', 'R3', 'R4')),
    version          bigint      NOT NULL,
    subscription_ids uuid[]      NOT NULL,
    sim_card_ids     uuid[]      NOT NULL,
    reason           text        NOT NULL,
    ordered_by       text        NOT NULL,
    ordered_at       timestamptz NOT NULL,
    replaced_at      timestamptz,
    lift_reason      text,
    lifted_by        text,
    lifted_at        timestamptz,
    -- How often the event of this version went out, and when it goes out again; no such time once all have answered.
    sends            integer     NOT NULL CHECK (sends > 0),
    next_send_at     timestamptz,
    UNIQUE (device_id, version),
    CHECK (replaced_at IS NULL OR lifted_at IS NULL),
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lift_reason IS NULL)),
    CHECK (replaced_at IS NULL OR next_send_at IS NULL)
);
CREATE UNIQUE INDEX one_restriction_in_force ON restriction_order (device_id) WHERE replaced_at IS NULL AND lifted_at IS NULL;
CREATE INDEX restriction_to_send_again ON restriction_order (next_send_at) WHERE next_send_at IS NOT NULL;
REVOKE DELETE ON restriction_order FROM ${app_role};

CREATE TABLE restriction_ack (
    restriction_id  uuid        NOT NULL,
    version         bigint      NOT NULL,
    service         text        NOT NULL,
    applied         boolean     NOT NULL,
    acknowledged_at timestamptz NOT NULL,
    took_micros     bigint,
    detail          text        NOT NULL,
    PRIMARY KEY (restriction_id, version, service)
);

-- The equipment identity register (TS 29.511).
CREATE TABLE equipment_entry (
    equipment_id uuid        PRIMARY KEY,
    version      bigint      NOT NULL CHECK (version > 0),
    imei_hmac    text        NOT NULL UNIQUE,
    imei_sealed  bytea       NOT NULL,
    status       text        NOT NULL CHECK (status IN ('WHITELISTED', 'GREYLISTED', 'BLACKLISTED')),
    reason       text        NOT NULL,
    changed_by   text        NOT NULL,
    changed_at   timestamptz NOT NULL
);
REVOKE DELETE ON equipment_entry FROM ${app_role};

-- What is observed. The keys hold the time of occurrence, so that both can be partitioned by it.
CREATE TABLE usage_observation (
    record_id             uuid        NOT NULL,
    occurred_at           timestamptz NOT NULL,
    device_id             uuid,
    subscription_id       uuid        NOT NULL,
    payer_subscription_id uuid,
    payer_account_id      uuid,
    rating_group          bigint,
    unit                  text        NOT NULL,
    metered               bigint      NOT NULL,
    PRIMARY KEY (record_id, occurred_at)
);
CREATE INDEX usage_observation_by_device ON usage_observation (device_id, occurred_at, record_id) WHERE device_id IS NOT NULL;
REVOKE UPDATE, DELETE ON usage_observation FROM ${app_role};

CREATE TABLE observation (
    observation_id  uuid        NOT NULL,
    occurred_at     timestamptz NOT NULL,
    device_id       uuid,
    subscription_id uuid        NOT NULL,
    kind            text        NOT NULL,
    PRIMARY KEY (observation_id, occurred_at)
);
CREATE INDEX observation_by_device ON observation (device_id, occurred_at, observation_id) WHERE device_id IS NOT NULL;
REVOKE UPDATE, DELETE ON observation FROM ${app_role};
