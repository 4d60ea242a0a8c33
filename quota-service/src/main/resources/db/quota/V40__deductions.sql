-- Closes of sharing groups' cycles, step by step: what is stored is enough to go on after a crash, to the same result.
CREATE TABLE deduction_run (
    run_id       uuid        PRIMARY KEY,
    group_id     uuid        NOT NULL,
    mode         text        NOT NULL CHECK (mode IN ('CYCLE_CLOSE', 'WHAT_IF')),
    -- use in [use_from, use_to) is looked at
    use_from     timestamptz NOT NULL,
    use_to       timestamptz NOT NULL,
    ended        uuid[]      NOT NULL,
    round        integer     NOT NULL,
    state        text        NOT NULL CHECK (state IN ('REQUESTED', 'PREPARED', 'PROPOSED', 'POSTED', 'COMPUTED',
                                                 'GIVEN_UP')),
    requested_at timestamptz NOT NULL,
    -- of all that the moves were computed from, and of the moves
    input_hash   text,
    moves_hash   text,
    excess_before bigint,
    excess_after  bigint,
    recalled      bigint,
    moves         integer,
    finished_at  timestamptz
);
CREATE UNIQUE INDEX deduction_run_open ON deduction_run (group_id)
    WHERE mode = 'CYCLE_CLOSE' AND state IN ('REQUESTED', 'PREPARED', 'PROPOSED');
CREATE INDEX deduction_run_by_group ON deduction_run (group_id, requested_at);

-- What charging said lies in the accounts, part by part: the stored input of a round.
CREATE TABLE deduction_prepared (
    run_id   uuid    NOT NULL REFERENCES deduction_run,
    round    integer NOT NULL,
    part     integer NOT NULL,
    prepared jsonb   NOT NULL,
    PRIMARY KEY (run_id, round, part)
);
REVOKE UPDATE, DELETE ON deduction_prepared FROM ${app_role};

-- Use that was taken from another account after it was recorded.
CREATE TABLE use_rebooking (
    rebooking_id uuid        NOT NULL,
    place        integer     NOT NULL,
    record_id    uuid        NOT NULL,
    run_id       uuid        NOT NULL,
    from_kind    text        NOT NULL CHECK (from_kind IN ('ACCOUNT', 'OVERAGE', 'UNCOVERED')),
    from_account uuid,
    to_kind      text        NOT NULL CHECK (to_kind IN ('ACCOUNT', 'OVERAGE', 'UNCOVERED')),
    to_account   uuid,
    units        bigint      NOT NULL CHECK (units > 0),
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (rebooking_id, place)
);
CREATE INDEX use_rebooking_by_record ON use_rebooking (record_id);
REVOKE UPDATE, DELETE ON use_rebooking FROM ${app_role};

-- Records that something is beyond all accounts of, by when they became known: late ones reopen a close.
CREATE INDEX use_record_excess ON use_record (recorded_at) WHERE overage + uncovered > 0;
CREATE INDEX use_allocation_by_account ON use_allocation (provider_account_id);

-- Use of the cycle that was recorded by then was looked at by a close; null: none looked yet.
ALTER TABLE package_cycle ADD COLUMN closed_at timestamptz;
CREATE INDEX package_cycle_unclosed ON package_cycle (cycle_to) WHERE closed_at IS NULL AND cycle_to IS NOT NULL;
