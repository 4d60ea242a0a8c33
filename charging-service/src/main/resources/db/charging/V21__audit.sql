-- An account whose figures contradict each other pays for nothing until somebody has looked into it.
alter table provider_account drop constraint provider_account_status_check,
    add constraint provider_account_status_check check (status in ('ACTIVE', 'SUSPENDED', 'FROZEN'));

-- How far the auditor has summed up an account's entries. Without foreign key: it is written while others hold the account.
create table account_audit (
    provider_account_id uuid primary key,
    -- the last entry in the sum
    entry_id            bigint      not null,
    entries             bigint      not null,
    units               numeric     not null,
    -- what was found broken the last time; it freezes the account if it is found again
    suspected           text[]      not null,
    checked_at          timestamptz not null
);

-- Where the auditor goes on, and which instance is the auditor now.
create table audit_progress (
    only_one    boolean primary key default true check (only_one),
    -- the last account of the round, by id
    account_id  uuid        not null,
    -- accounts with younger entries are looked at first
    entry_id    bigint      not null,
    lease_until timestamptz not null
);
insert into audit_progress (account_id, entry_id, lease_until) values ('00000000-0000-0000-0000-000000000000', 0, now());

-- Every freeze, and what lifted it
create table account_freeze (
    account_freeze_id   bigint generated always as identity primary key,
    provider_account_id uuid        not null references provider_account,
    status_before       text        not null,
    breaches            text[]      not null,
    frozen_at           timestamptz not null,
    lifted_at           timestamptz,
    lifted_because      text
);
create index account_freeze_account on account_freeze (provider_account_id, account_freeze_id);

revoke delete on account_freeze from ${app_role};
