-- Where a session's rating groups stand is read and written with the session, each time, and never without it.
alter table charging_session
    -- by rating group: unit, reportedUntil, capped and overageHeld; of a grant that is out also payer, enrollmentId, grantedAt and simGroupId
    add column rating_groups json not null default '{}';
update charging_session s set rating_groups = g.groups
from (
    select anchor_id, session_id, json_object_agg(rating_group, json_build_object('unit', unit,
        'reportedUntil', reported_until, 'payer', payer, 'enrollmentId', enrollment_id, 'grantedAt', granted_at,
        'capped', capped, 'overageHeld', overage_held)) as groups
    from session_rating_group group by 1, 2) g
where g.anchor_id = s.anchor_id and g.session_id = s.session_id;
drop table session_rating_group;

-- Most subscribers use no device of ours. Network functions are few: their index need not spread over payers.
drop index usage_record_device;
create index usage_record_device on usage_record (device_id, usage_record_id) where device_id is not null;
drop index usage_record_consumer;
create index usage_record_consumer on usage_record (nf_consumer);
