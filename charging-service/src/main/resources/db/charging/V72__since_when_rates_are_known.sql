-- Since when a rate is learned; null: longer than it remembers
alter table consumer_account add column rate_since timestamptz;
alter table limit_policy add column rate_since timestamptz;

drop view consumer_in_force;
create view consumer_in_force as
select c.*, e.number as epoch_number, e.computed_at, e.validity_from, e.validity_to, e.total, e.pace, e.floors_free,
    e.floors_lacking, e.need_level, e.rest_level
from consumer_account c left join limit_epoch e on e.provider_account_id = c.provider_account_id and e.number > c.epoch;
