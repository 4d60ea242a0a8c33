-- Money is counted in minor units of one currency; nothing else has one.
alter table provider_account
    add column currency text,
    add constraint provider_account_currency check ((unit = 'MONEY') = (currency is not null));

-- What people look up, newest first.
create index usage_record_subscription on usage_record (subscription_id, usage_record_id);
create index denial_device on denial (device_id, denial_id);
