set lock_timeout = '5s';

create extension if not exists btree_gist;

-- What an enrollment without presence has a claim to pay for, and when. Two that could both be first are refused by rule
-- under the device's lock; should that ever fail, this ends it.
create table payer_claim (
    enrollment_id uuid      not null references enrollment,
    device_id     uuid      not null,
    capability    text      not null,
    priority      int       not null,
    during        tstzrange not null check (not isempty(during)),
    constraint one_payer_of_a_priority exclude using gist
        (device_id with =, capability with =, priority with =, during with &&, enrollment_id with <>)
);
create index payer_claim_of_enrollment on payer_claim (enrollment_id);

insert into payer_claim (enrollment_id, device_id, capability, priority, during)
select e.id, e.device_id, capability, e.priority, tstzrange(e.valid_from, e.valid_to)
from enrollment e, unnest(e.capabilities) capability
where e.presence = 'NOT_REQUIRED' and e.state in ('PENDING_OWNER', 'ACTIVE', 'SUSPENDED')
union all
select e.id, e.device_id, capability, e.priority, tstzrange(s.active_from, s.active_to)
from enrollment e join payer_stretch s on s.enrollment_id = e.id, unnest(s.capabilities) capability
where e.presence = 'NOT_REQUIRED';
