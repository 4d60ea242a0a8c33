-- Cycles of packages as quota announced them last: each has one provider account.
create table package_cycle (
    provider_account_id uuid primary key,
    package_id          uuid        not null,
    version             bigint      not null,
    cycle_from          timestamptz not null,
    cycle_to            timestamptz,
    announced           jsonb       not null,
    -- the account that what is left of it has rolled over into, and how much that is so far
    rolled_into         uuid,
    rolled_units        bigint      not null default 0 check (rolled_units >= 0),
    -- nothing of it will be looked at any more
    settled             boolean     not null default false,
    unique (package_id, cycle_from)
);
create index package_cycle_ending on package_cycle (cycle_to) where not settled and cycle_to is not null;

-- Whose subscriptions draw on it: the owner's and the members'.
create table package_member (
    provider_account_id uuid not null references package_cycle,
    account_id          uuid not null,
    primary key (provider_account_id, account_id)
);
create index package_member_account on package_member (account_id);

-- Subscriptions that came, went or changed accounts, until their packages' consumers follow.
create table package_look (
    subscription_id uuid primary key,
    version         bigint not null
);

create index subscription_account on subscription (account_id);
