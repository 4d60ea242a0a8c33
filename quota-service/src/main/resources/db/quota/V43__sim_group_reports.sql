-- So many octets a device may use beyond its threshold while nobody answers it; 0: none.
ALTER TABLE sim_group ADD COLUMN grace_octets bigint NOT NULL DEFAULT 0 CHECK (grace_octets >= 0);

-- A device that reports what its cards of other carriers use, and asks how far it may go.
CREATE TABLE sim_group_device (
    device_id    uuid        PRIMARY KEY,
    sim_group_id uuid        NOT NULL REFERENCES sim_group,
    public_key   text        NOT NULL,
    -- Of the last report: an older one changes nothing.
    sequence     bigint      NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    -- What it was told last, and how many octets it may have used of that by now.
    told         text        CHECK (told IN ('RESTRICT', 'UPDATE', 'CONTINUE')),
    outstanding  bigint      NOT NULL DEFAULT 0 CHECK (outstanding >= 0),
    valid_until  timestamptz
);
CREATE INDEX sim_group_device_by_group ON sim_group_device (sim_group_id);
REVOKE DELETE ON sim_group_device FROM ${app_role};

-- The counters of a card in a device, as read last.
CREATE TABLE sim_counter_reading (
    device_id    uuid        NOT NULL,
    sim_card_id  uuid        NOT NULL,
    counted_from timestamptz NOT NULL,
    read_at      timestamptz NOT NULL,
    rx           bigint      NOT NULL CHECK (rx >= 0),
    tx           bigint      NOT NULL CHECK (tx >= 0),
    PRIMARY KEY (device_id, sim_card_id)
);
