-- Limits that move among very many consumers do so by epochs (design section 4): one row says to which levels all limits rose,
-- and a consumer's limit follows from it and the consumer's own row, as long as that was not touched since.
create sequence limit_epoch_number;

create table limit_epoch (
    provider_account_id uuid primary key references provider_account,
    -- 0: limits are those in the consumers' rows
    number              bigint      not null default 0,
    -- what LimitEpoch is made of; null with number 0
    computed_at         timestamptz,
    validity_from       timestamptz,
    validity_to         timestamptz,
    total               bigint,
    pace                text check (pace in ('CONSERVE', 'STEADY', 'RELEASE')),
    floors_free         bigint,
    floors_lacking      bigint,
    need_level          bigint,
    rest_level          bigint,
    -- what all limits come to; the largest number before they were counted
    promised            bigint      not null check (promised >= 0),
    -- what makes limits move: with the next epoch, and with the one that is being computed
    wanted              text[]      not null default '{}',
    answering           text[]      not null default '{}',
    -- the epoch that is being computed, and until when nobody else begins another
    computing           bigint      not null default 0,
    not_before          timestamptz not null default '-infinity',
    check (number = 0 or computed_at is not null and validity_from is not null and total is not null and pace is not null
        and floors_free is not null and floors_lacking is not null and need_level is not null and rest_level is not null)
);
create index limit_epoch_wanted on limit_epoch (not_before) where wanted <> '{}' or answering <> '{}';

alter table consumer_account
    -- in which limit_units was true
    add column epoch      bigint not null default 0,
    -- the epoch that was being computed when the row was last written
    add column touched_in bigint not null default 0,
    add column lacking    bigint not null default 0 check (lacking >= 0);
create index consumer_account_touched on consumer_account (provider_account_id, touched_in) where touched_in > 0;

-- Consumers with the epoch that holds for them in place of limit_units, if there is one
create view consumer_in_force as
select c.*, e.number as epoch_number, e.computed_at, e.validity_from, e.validity_to, e.total, e.pace, e.floors_free,
    e.floors_lacking, e.need_level, e.rest_level
from consumer_account c left join limit_epoch e on e.provider_account_id = c.provider_account_id and e.number > c.epoch;
