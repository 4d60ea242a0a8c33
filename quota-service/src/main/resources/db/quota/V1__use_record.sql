-- What charging booked, record by record, as it was told; packages are deducted by it later. A record never changes, so its
-- time of occurrence belongs to its key and the table can be partitioned by it.
CREATE TABLE use_record (
    record_id             uuid        NOT NULL,
    occurred_at           timestamptz NOT NULL,
    device_id             uuid,
    subscription_id       uuid        NOT NULL,
    sim_card_id           uuid,
    -- The payer; none if nobody paid.
    account_id            uuid,
    payer_subscription_id uuid,
    enrollment_id         uuid,
    capability            text,
    charging_data_ref     text        NOT NULL,
    rating_group          bigint,
    unit                  text        NOT NULL CHECK (unit IN ('OCTET', 'SECOND', 'EVENT', 'MONEY')),
    metered               bigint      NOT NULL CHECK (metered >= 0),
    allocated             bigint      NOT NULL CHECK (allocated >= 0),
    overage               bigint      NOT NULL CHECK (overage >= 0),
    uncovered             bigint      NOT NULL CHECK (uncovered >= 0),
    uncovered_reason      text,
    started_at            timestamptz,
    recorded_at           timestamptz NOT NULL,
    estimated             boolean     NOT NULL,
    PRIMARY KEY (record_id, occurred_at),
    CONSTRAINT metered_is_accounted_for CHECK (metered = allocated + overage + uncovered),
    CHECK ((account_id IS NULL) = (payer_subscription_id IS NULL))
);
CREATE INDEX use_record_by_account ON use_record (account_id, occurred_at, record_id) WHERE account_id IS NOT NULL;
CREATE INDEX use_record_by_subscription ON use_record (subscription_id, occurred_at, record_id);

-- One row for each provider account that gave units for a record: what a deduction is booked against.
CREATE TABLE use_allocation (
    record_id           uuid        NOT NULL,
    occurred_at         timestamptz NOT NULL,
    provider_account_id uuid        NOT NULL,
    units               bigint      NOT NULL CHECK (units >= 0),
    PRIMARY KEY (record_id, occurred_at, provider_account_id)
);

-- Units beyond all accounts, paid in money by consent.
CREATE TABLE use_overage (
    record_id    uuid        NOT NULL,
    occurred_at  timestamptz NOT NULL,
    place        integer     NOT NULL,
    units        bigint      NOT NULL CHECK (units >= 0),
    amount_minor bigint      NOT NULL,
    currency     text        NOT NULL,
    PRIMARY KEY (record_id, occurred_at, place)
);

REVOKE UPDATE, DELETE ON use_record, use_allocation, use_overage FROM ${app_role};
