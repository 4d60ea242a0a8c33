-- Rows that are updated all the time find room on their own page, and then no index is touched.
alter table charging_session set (fillfactor = 60);
alter table session_rating_group set (fillfactor = 60);
alter table reservation set (fillfactor = 60);
alter table consumer_account set (fillfactor = 60);
alter table provider_account set (fillfactor = 30);
alter table cap_counter set (fillfactor = 60);
alter table overage_consent set (fillfactor = 60);
