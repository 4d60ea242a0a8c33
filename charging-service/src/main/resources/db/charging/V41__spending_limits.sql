-- Who watches whose policy counters. The row is also the queue of what he has still to be told: version > told_version.
create table spending_limit (
    spending_limit_id uuid primary key,
    subscription_id   uuid        not null,
    -- notifications name the subscriber in clear; here he is sealed
    sealed_supi       bytea       not null,
    notif_uri         text        not null,
    notif_id          text,
    -- empty: all there are
    counters          text[]      not null,
    statuses          jsonb       not null,
    expires_at        timestamptz,
    version           bigint      not null,
    told_version      bigint      not null check (told_version <= version),
    attempts          int         not null,
    next_attempt_at   timestamptz not null,
    ended             boolean     not null,
    created_at        timestamptz not null
);
create index spending_limit_due on spending_limit (next_attempt_at) where version > told_version;
create index spending_limit_expiry on spending_limit (expires_at) where expires_at is not null;
