-- The first and the last use that lies in an account, without reading what is between.
CREATE INDEX use_allocation_in_time ON use_allocation (provider_account_id, occurred_at);
DROP INDEX use_allocation_by_account;
CREATE INDEX use_rebooking_to_account ON use_rebooking (to_account) WHERE to_account IS NOT NULL;
