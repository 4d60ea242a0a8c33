-- Cards that share one allowance. What they have used is summed in the group's row, so that deciding costs the same for ten
-- cards and for ten thousand.
CREATE TABLE sim_group (
    sim_group_id       uuid        PRIMARY KEY,
    version            bigint      NOT NULL CHECK (version > 0),
    account_id         uuid        NOT NULL,
    name               text        NOT NULL,
    -- The terms. No first value: unlimited.
    first_value        bigint      CHECK (first_value >= 0),
    first_threshold    bigint      NOT NULL CHECK (first_threshold >= 0),
    lift_margin        bigint      NOT NULL CHECK (lift_margin >= 0),
    start_day          int         NOT NULL CHECK (start_day BETWEEN 1 AND 31),
    zone               text        NOT NULL,
    who                text        NOT NULL CHECK (who IN ('ALL', 'LOWEST_PRIORITY', 'TOP_TALKER')),
    how                text        NOT NULL CHECK (how IN ('BLOCK', 'THROTTLE', 'EMERGENCY_ONLY')),
    throttle_kbps      int         CHECK (throttle_kbps > 0),
    predictive         boolean     NOT NULL,
    report_interval_ms bigint      NOT NULL CHECK (report_interval_ms > 0),
    source             text        NOT NULL CHECK (source IN ('CARRIER', 'SUBTRACT', 'MIN_OF_BOTH')),
    max_age_ms         bigint      NOT NULL CHECK (max_age_ms > 0),
    on_stale           text        NOT NULL CHECK (on_stale IN ('OPEN', 'CLOSED', 'ESTIMATE')),
    rollover           boolean     NOT NULL,
    -- The count.
    total              bigint      CHECK (total >= 0),
    counted_from       timestamptz NOT NULL,
    cycle_end          timestamptz NOT NULL,
    used               bigint      NOT NULL CHECK (used >= 0),
    used_foreign       bigint      NOT NULL CHECK (used_foreign BETWEEN 0 AND used),
    -- How it stands.
    state              text        NOT NULL CHECK (state IN ('OPEN', 'WARNED_75', 'WARNED_95', 'RESTRICTED')),
    free_from          bigint      NOT NULL,
    stale              boolean     NOT NULL,
    diverged           boolean     NOT NULL DEFAULT false,
    evaluate_at        timestamptz NOT NULL,
    -- The carrier's last answer.
    carrier_remaining  bigint      CHECK (carrier_remaining >= 0),
    carrier_as_of      timestamptz,
    CHECK ((how = 'THROTTLE') = (throttle_kbps IS NOT NULL)),
    CHECK ((carrier_remaining IS NULL) = (carrier_as_of IS NULL)),
    CHECK (cycle_end > counted_from)
);
CREATE INDEX sim_group_by_account ON sim_group (account_id, sim_group_id);
CREATE INDEX sim_group_by_evaluation ON sim_group (evaluate_at);
REVOKE DELETE ON sim_group FROM ${app_role};

-- A card, in one group at most. One that leaves keeps its row: its record's version goes on, and its use stays known.
CREATE TABLE sim_group_card (
    sim_card_id      uuid        PRIMARY KEY,
    sim_group_id     uuid        NOT NULL REFERENCES sim_group,
    -- Ours, or another carrier's: then the id is drawn here and the number is kept.
    carrier          text        NOT NULL CHECK (carrier IN ('OWN', 'FOREIGN')),
    iccid_hmac       text        NOT NULL UNIQUE,
    iccid_sealed     bytea       NOT NULL,
    device_id        uuid,
    priority         int         NOT NULL,
    exempt           boolean     NOT NULL,
    joined_at        timestamptz NOT NULL,
    left_at          timestamptz,
    used             bigint      NOT NULL DEFAULT 0 CHECK (used >= 0),
    -- Octets a second at rate_at, which fade from then on.
    rate             double precision NOT NULL DEFAULT 0,
    rate_at          timestamptz NOT NULL,
    reported_at      timestamptz,
    restricted_since timestamptz,
    -- The record on sim-group.v1 (own cards): what was told last, and who lacks it.
    record_version   bigint      NOT NULL DEFAULT 0,
    record           jsonb,
    lacking          text[]      NOT NULL DEFAULT '{}',
    sends            int         NOT NULL DEFAULT 0,
    send_again_at    timestamptz
);
CREATE INDEX sim_group_card_by_group ON sim_group_card (sim_group_id, sim_card_id) WHERE left_at IS NULL;
CREATE INDEX sim_group_card_by_sending ON sim_group_card (send_again_at) WHERE send_again_at IS NOT NULL;
REVOKE DELETE ON sim_group_card FROM ${app_role};

-- What a card used, hour by hour and device by device: it follows the card from one device to the next.
CREATE TABLE sim_activity (
    sim_card_id uuid        NOT NULL,
    hour        timestamptz NOT NULL,
    -- The nil UUID where the device is not known.
    device_id   uuid        NOT NULL,
    octets      bigint      NOT NULL CHECK (octets >= 0),
    PRIMARY KEY (sim_card_id, hour, device_id)
);

-- Our own cards, as sim.v1 tells them.
CREATE TABLE known_sim_card (
    sim_card_id uuid   PRIMARY KEY,
    version     bigint NOT NULL,
    iccid_hmac  text   NOT NULL UNIQUE
);
