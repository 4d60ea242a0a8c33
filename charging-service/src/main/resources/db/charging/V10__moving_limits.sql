-- Limits of consumers that move (spec S7). limit_units is the limit in force; cap_units is what people set, beyond which it
-- never moves. In mode OPEN both are the same.
alter table provider_account
    add column limit_mode        text    not null default 'OPEN' check (limit_mode in ('OPEN', 'STRICT', 'OVERSUBSCRIBED')),
    -- at its end the validity is once longer by so much
    add column roll_over_seconds bigint check (roll_over_seconds > 0),
    -- what was left at the end is expired, and nothing is held any more
    add column settled           boolean not null default false,
    -- what all consumers together lack to their floors
    add column floors_unmet      bigint  not null default 0 check (floors_unmet >= 0);
create index provider_account_ending on provider_account (valid_to) where not settled and valid_to is not null;

alter table consumer_account
    add column cap_units     bigint check (cap_units >= 0),
    add column floor_units   bigint           not null default 0 check (floor_units >= 0),
    add column weight        int              not null default 1 check (weight between 0 and 1000),
    add column paused        boolean          not null default false,
    -- it may draw no more; what it used before is still its own
    add column left_at       timestamptz,
    -- units a second, as of an instant
    add column rate          double precision not null default 0,
    add column rate_at       timestamptz,
    -- rises with every edit by people
    add column terms_version bigint           not null default 1,
    add constraint consumer_account_floor check (floor_units <= cap_units);
update consumer_account set cap_units = limit_units where limit_units is not null;

create table limit_policy (
    provider_account_id      uuid primary key references provider_account,
    mode                     text             not null check (mode in ('OPEN', 'STRICT', 'OVERSUBSCRIBED')),
    oversubscription_percent int              not null check (oversubscription_percent between 100 and 150),
    triggers                 text[]           not null,
    min_interval_ms          bigint           not null check (min_interval_ms >= 0),
    hysteresis_percent       int              not null check (hysteresis_percent between 0 and 100),
    hysteresis_units         bigint           not null check (hysteresis_units >= 0),
    version                  bigint           not null,
    time_checkpoint          int              not null,
    amount_checkpoint        int              not null,
    adjusted_at              timestamptz      not null,
    looked_at                timestamptz      not null,
    rate                     double precision not null,
    rate_at                  timestamptz      not null,
    -- when a checkpoint in time is reached
    next_look_at             timestamptz      not null
);
create index limit_policy_due on limit_policy (next_look_at) where mode <> 'OPEN';

-- Every move of limits, with what it was made for
create table limit_adjustment (
    limit_adjustment_id uuid primary key,
    provider_account_id uuid        not null,
    triggers            text[]      not null,
    consumers           uuid[]      not null,
    -- null: it had no limit
    before_units        bigint[]    not null,
    after_units         bigint[]    not null,
    in_common           bigint      not null,
    reason              text        not null,
    adjusted_at         timestamptz not null
);
create index limit_adjustment_account on limit_adjustment (provider_account_id, limit_adjustment_id);

-- Consumers that were refused for lack of credit, until they may draw again or their session ends
create table blocked_consumer (
    subscription_id     uuid        not null,
    anchor_id           uuid        not null,
    session_id          uuid        not null,
    rating_group        bigint      not null,
    -- what bound; null if it had no account at all
    provider_account_id uuid,
    blocked_at          timestamptz not null,
    primary key (subscription_id, session_id, rating_group)
);

-- Whose session a reservation belongs to, so that it can be asked back
alter table reservation add column anchor_id uuid;
update reservation r set anchor_id = s.anchor_id from charging_session s where s.session_id = r.session_id;

revoke update, delete on limit_adjustment from ${app_role};
