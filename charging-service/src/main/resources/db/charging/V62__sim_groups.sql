-- Cards in SIM groups, as quota told them last.
create table sim_group_card (
    sim_card_id  uuid primary key,
    version      bigint  not null,
    sim_group_id uuid    not null,
    allowances   jsonb   not null,
    barred       boolean not null
);

-- What the cards of a group used since its count began, and what is granted to them.
create table sim_group_counter (
    sim_group_id uuid primary key,
    counted_from timestamptz not null,
    used         bigint      not null check (used >= 0),
    reserved     bigint      not null check (reserved >= 0)
) with (fillfactor = 60);

create index subscription_card on subscription (sim_card_id);
