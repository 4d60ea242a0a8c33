-- Numbers are kept sealed; the HMACs find them again and keep them unique.
CREATE TABLE sim_card (
    sim_card_id    uuid        PRIMARY KEY,
    version        bigint      NOT NULL CHECK (version > 0),
    state          text        NOT NULL CHECK (state IN ('AVAILABLE', 'RESERVED', 'ACTIVE', 'SUSPENDED', 'STANDBY', 'RETIRED')),
    form           text        NOT NULL CHECK (form IN ('PHYSICAL', 'ESIM', 'SOFT')),
    barred         boolean     NOT NULL,
    iccid_hmac     text        NOT NULL UNIQUE,
    imsi_hmac      text        NOT NULL UNIQUE,
    iccid_sealed   bytea       NOT NULL,
    imsi_sealed    bytea       NOT NULL,
    eid_sealed     bytea,
    owner_party_id uuid,
    registered_at  timestamptz NOT NULL,
    changed_at     timestamptz NOT NULL
);
CREATE INDEX sim_card_by_state ON sim_card (state, sim_card_id);

-- Cards are removed by nobody: they retire.
REVOKE DELETE ON sim_card FROM ${app_role};

CREATE TABLE card_restriction (
    device_id   uuid NOT NULL,
    sim_card_id uuid NOT NULL,
    level       text NOT NULL CHECK (level IN ('R1', 'R2', 'R3', 'R4')),
    PRIMARY KEY (device_id, sim_card_id)
);
CREATE INDEX card_restriction_by_card ON card_restriction (sim_card_id);
