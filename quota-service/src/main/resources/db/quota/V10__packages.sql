-- Packages: contracts. Their units lie in charging, one provider account for each cycle.
CREATE TABLE usage_package (
    package_id     uuid        PRIMARY KEY,
    account_id     uuid        NOT NULL,
    name           text        NOT NULL,
    unit           text        NOT NULL CHECK (unit IN ('OCTET', 'SECOND', 'EVENT')),
    units          bigint      NOT NULL CHECK (units >= 0),
    -- empty: pays for all
    rating_groups  bigint[]    NOT NULL,
    valid_from     timestamptz NOT NULL,
    valid_to       timestamptz CHECK (valid_to > valid_from),
    renewal        text        NOT NULL CHECK (renewal IN ('ONCE', 'MONTHLY')),
    cycle_day      integer     NOT NULL CHECK (cycle_day BETWEEN 1 AND 31),
    time_zone      text        NOT NULL,
    roll_over_days integer     CHECK (roll_over_days > 0),
    roll_over_cap  bigint      CHECK (roll_over_cap >= 0),
    purchased_at   timestamptz NOT NULL,
    version        bigint      NOT NULL,
    -- when its next cycle is to be announced, or its reserve ends; none when nothing more will happen
    look_at        timestamptz
);
CREATE INDEX usage_package_by_account ON usage_package (account_id, package_id);
CREATE INDEX usage_package_due ON usage_package (look_at) WHERE look_at IS NOT NULL;

-- Each cycle that was announced, and how it was last.
CREATE TABLE package_cycle (
    provider_account_id uuid        PRIMARY KEY,
    package_id          uuid        NOT NULL REFERENCES usage_package,
    cycle_from          timestamptz NOT NULL,
    cycle_to            timestamptz,
    version             bigint      NOT NULL,
    announced           jsonb       NOT NULL,
    UNIQUE (package_id, cycle_from)
);
CREATE INDEX package_cycle_by_end ON package_cycle (cycle_to);

-- What an owner offers, written once; a change is a new version. In force while it was activated and not superseded.
CREATE TABLE sharing_policy (
    package_id          uuid        NOT NULL REFERENCES usage_package,
    version             bigint      NOT NULL CHECK (version > 0),
    scope               text        NOT NULL CHECK (scope IN ('PRIVATE', 'LIST', 'GROUP')),
    group_id            uuid,
    -- of each member of the group
    group_cap           bigint      CHECK (group_cap >= 0),
    group_priority      integer     NOT NULL,
    owner_first         boolean     NOT NULL,
    owner_reserve       bigint      NOT NULL CHECK (owner_reserve >= 0),
    owner_reserve_until timestamptz,
    place               integer     NOT NULL,
    effective_from      timestamptz NOT NULL,
    recall_minor        bigint      CHECK (recall_minor > 0),
    recall_currency     text,
    recall_units        bigint      CHECK (recall_units > 0),
    written_at          timestamptz NOT NULL,
    in_force_from       timestamptz,
    in_force_to         timestamptz,
    PRIMARY KEY (package_id, version),
    CHECK ((scope = 'GROUP') = (group_id IS NOT NULL)),
    CHECK ((recall_minor IS NULL) = (recall_units IS NULL) AND (recall_minor IS NULL) = (recall_currency IS NULL))
);

CREATE TABLE sharing_policy_member (
    package_id uuid    NOT NULL,
    version    bigint  NOT NULL,
    account_id uuid    NOT NULL,
    cap        bigint  CHECK (cap >= 0),
    priority   integer NOT NULL,
    PRIMARY KEY (package_id, version, account_id),
    FOREIGN KEY (package_id, version) REFERENCES sharing_policy
);
CREATE INDEX sharing_policy_member_by_account ON sharing_policy_member (account_id);

-- A member's consent to one version, and to be charged for recalls up to its cap.
CREATE TABLE policy_acceptance (
    package_id       uuid        NOT NULL,
    version          bigint      NOT NULL,
    account_id       uuid        NOT NULL,
    recall_cap_minor bigint      NOT NULL CHECK (recall_cap_minor >= 0),
    accepted_at      timestamptz NOT NULL,
    left_at          timestamptz,
    PRIMARY KEY (package_id, version, account_id),
    FOREIGN KEY (package_id, version) REFERENCES sharing_policy
);
CREATE INDEX policy_acceptance_by_account ON policy_acceptance (account_id) WHERE left_at IS NULL;

CREATE TABLE account_group (
    group_id uuid   PRIMARY KEY,
    name     text   NOT NULL,
    version  bigint NOT NULL
);
CREATE TABLE account_group_member (
    group_id   uuid NOT NULL REFERENCES account_group,
    account_id uuid NOT NULL,
    PRIMARY KEY (group_id, account_id)
);

-- Who shares with whom: owners, and the members that accepted what is offered or in force.
CREATE VIEW package_sharer AS
    SELECT package_id, account_id FROM usage_package
    UNION
    SELECT a.package_id, a.account_id FROM policy_acceptance a JOIN sharing_policy p USING (package_id, version)
    WHERE a.left_at IS NULL AND p.scope <> 'PRIVATE' AND p.in_force_to IS NULL;

-- Each activation of a sharing group's execution plan, and of what it was derived.
CREATE TABLE execution_plan (
    plan_id      uuid        PRIMARY KEY,
    group_id     uuid        NOT NULL,
    version      bigint      NOT NULL,
    hash         text        NOT NULL,
    plan         jsonb       NOT NULL,
    activated_at timestamptz NOT NULL,
    UNIQUE (group_id, version)
);

-- What charging was told last of an account's plan.
CREATE TABLE published_plan (
    account_id uuid   PRIMARY KEY,
    version    bigint NOT NULL,
    plan       jsonb  NOT NULL
);

REVOKE UPDATE, DELETE ON sharing_policy_member, execution_plan FROM ${app_role};
REVOKE DELETE ON usage_package, package_cycle, sharing_policy, policy_acceptance FROM ${app_role};
