-- The close of packages' cycles: use moves between accounts as a reversal and a new entry (design section 3).
alter table ledger_entry drop constraint ledger_entry_kind_check, drop constraint ledger_entry_check,
    add constraint ledger_entry_kind_check
        check (kind in ('GRANT', 'TOP_UP', 'DEBIT', 'EXPIRY', 'WITHDRAWAL', 'REVERSAL')),
    add constraint ledger_entry_check check ((kind in ('GRANT', 'TOP_UP', 'REVERSAL')) = (units > 0) or units = 0);

-- Units that their owner called back are charged at the price that was agreed.
alter table charge drop constraint charge_kind_check, drop constraint charge_check1, drop constraint charge_check2,
    add constraint charge_kind_check check (kind in ('OVERAGE', 'RECURRING', 'REFUND', 'ADJUSTMENT', 'RECALL')),
    add constraint charge_check1
        check (kind not in ('OVERAGE', 'RECURRING', 'RECALL') or amount_minor > 0 and subscription_id is not null),
    add constraint charge_check2 check ((kind in ('OVERAGE', 'RECALL')) = (usage_record_id is not null));

-- What quota proposed, part by part, until all parts are there and were posted or refused.
create table close_proposal (
    run_id uuid  not null,
    round  int   not null,
    part   int   not null,
    parts  int   not null,
    moves  jsonb not null,
    primary key (run_id, round, part)
);

-- Each round that was answered.
create table close_posting (
    run_id    uuid        not null,
    round     int         not null,
    group_id  uuid        not null,
    hash      text        not null,
    posted    boolean     not null,
    posted_at timestamptz not null,
    primary key (run_id, round)
);

-- What became of a usage record after it was written: the record itself never changes.
create table usage_rebooking (
    usage_rebooking_id bigint generated always as identity primary key,
    run_id             uuid        not null,
    usage_record_id    uuid        not null,
    from_kind          text        not null check (from_kind in ('ACCOUNT', 'OVERAGE', 'UNCOVERED')),
    from_account       uuid,
    to_kind            text        not null check (to_kind in ('ACCOUNT', 'OVERAGE', 'UNCOVERED')),
    to_account         uuid,
    units              bigint      not null check (units > 0),
    posted_at          timestamptz not null,
    check ((from_kind = 'ACCOUNT') = (from_account is not null) and (to_kind = 'ACCOUNT') = (to_account is not null))
);
create index usage_rebooking_record on usage_rebooking (usage_record_id);

revoke update, delete on close_posting, usage_rebooking from ${app_role};
