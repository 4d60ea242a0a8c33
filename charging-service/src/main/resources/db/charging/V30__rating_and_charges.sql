-- The catalogue -------------------------------------------------------------------------------------------------------

create table tariff (
    tariff_id  uuid primary key,
    name       text        not null,
    currency   text        not null,
    created_at timestamptz not null
);

-- What use costs from an instant on: written once; a change is a new version.
create table tariff_version (
    tariff_id  uuid        not null references tariff,
    number     int         not null check (number > 0),
    valid_from timestamptz not null,
    content    jsonb       not null,
    created_at timestamptz not null,
    primary key (tariff_id, number)
);

-- What a subscription is on (not to be mixed up with the execution plan of an account's packages, table plan)
create table rate_plan (
    plan_id      uuid primary key,
    name         text   not null,
    tariff_id    uuid references tariff,
    time_zone    text   not null,
    cycle_day    int    not null check (cycle_day between 1 and 31),
    fee_minor    bigint check (fee_minor > 0),
    fee_currency text,
    fee_from     timestamptz,
    version      bigint not null,
    created_at   timestamptz not null,
    check ((fee_minor is null) = (fee_currency is null) and (fee_minor is null) = (fee_from is null))
);

-- Counts every change of the catalogue, in its transaction: whoever keeps a copy sees that it is out of date.
create table catalogue_revision (
    only_row boolean primary key default true check (only_row),
    revision bigint not null
);
insert into catalogue_revision (revision) values (1);

revoke update, delete on tariff, tariff_version from ${app_role};

-- Consent to overage -------------------------------------------------------------------------------------------------

-- Without unit and price it is priced by the plan's tariff of the moment, and its limit counts per cycle.
alter table overage_consent
    alter column unit drop not null,
    alter column price drop not null,
    alter column price_size drop not null,
    -- these very terms
    add column consent_id uuid not null default gen_random_uuid(),
    -- null: the default of the deployment
    add column roaming_limit_minor bigint check (roaming_limit_minor >= 0),
    add column roaming_unlimited boolean not null default false,
    add constraint overage_consent_price check ((unit is null) = (price is null) and (unit is null) = (price_size is null));

-- All terms that were ever agreed to, for whoever has to show them.
create table overage_terms (
    consent_id          uuid primary key,
    subscription_id     uuid        not null,
    unit                text,
    currency            text        not null,
    price               numeric(18, 9),
    price_size          bigint,
    limit_minor         bigint      not null,
    roaming_limit_minor bigint,
    roaming_unlimited   boolean     not null,
    agreed_at           timestamptz not null
);
create index overage_terms_subscription on overage_terms (subscription_id, agreed_at);

-- Money that a subscription spent and that grants hold in one cycle. Written under the lock of its consent.
create table overage_spending (
    subscription_id      uuid        not null,
    currency             text        not null,
    cycle_start          timestamptz not null,
    cycle_end            timestamptz not null,
    spent_minor          bigint      not null check (spent_minor >= 0),
    held_minor           bigint      not null check (held_minor >= 0),
    noticed_percent      int         not null,
    noticed_limit        bigint      not null,
    roaming_spent_minor  bigint      not null check (roaming_spent_minor >= 0),
    roaming_held_minor   bigint      not null check (roaming_held_minor >= 0),
    roaming_noticed_percent int      not null,
    roaming_noticed_limit bigint     not null,
    held_units           bigint      not null check (held_units >= 0),
    -- how many units of the cycle each tariff entry has seen: where its steps stand
    positions            jsonb       not null,
    primary key (subscription_id, currency, cycle_start)
);

-- What one grant holds of it.
create table overage_hold (
    session_id      uuid        not null,
    rating_group    bigint      not null,
    subscription_id uuid        not null,
    currency        text        not null,
    cycle_start     timestamptz not null,
    units           bigint      not null check (units > 0),
    minor           bigint      not null check (minor >= 0),
    roaming_minor   bigint      not null check (roaming_minor >= 0),
    primary key (session_id, rating_group)
);
create index overage_hold_subscription on overage_hold (subscription_id);

revoke update, delete on overage_terms from ${app_role};

-- Money on a bill ----------------------------------------------------------------------------------------------------

create table charge (
    charge_id       uuid primary key,
    account_id      uuid        not null,
    subscription_id uuid,
    kind            text        not null check (kind in ('OVERAGE', 'RECURRING', 'REFUND', 'ADJUSTMENT')),
    amount_minor    bigint      not null check (amount_minor <> 0),
    currency        text        not null,
    usage_record_id uuid,
    corrects        uuid references charge,
    plan_id         uuid,
    cycle_start     timestamptz,
    cycle_end       timestamptz,
    reason          text,
    occurred_at     timestamptz not null,
    recorded_at     timestamptz not null,
    check (kind <> 'REFUND' or amount_minor < 0 and corrects is not null),
    check (kind not in ('OVERAGE', 'RECURRING') or amount_minor > 0 and subscription_id is not null),
    check ((kind = 'OVERAGE') = (usage_record_id is not null)),
    check ((kind = 'RECURRING') = (cycle_start is not null)),
    check ((kind in ('REFUND', 'ADJUSTMENT')) = (reason is not null))
);
create index charge_account on charge (account_id, charge_id);
create index charge_usage_record on charge (usage_record_id) where usage_record_id is not null;
create index charge_corrects on charge (corrects) where corrects is not null;
-- A fee is charged once for each cycle.
create unique index charge_recurring on charge (subscription_id, cycle_start) where kind = 'RECURRING';

revoke update, delete on charge from ${app_role};

alter table usage_record
    -- how the money came about, part by part; null in records of before
    add column overage_parts jsonb;

alter table charging_session
    -- MCC and MNC that served it when it was heard of last
    add column serving_network text;
