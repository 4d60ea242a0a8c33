-- Which subscription has which phone number, as enrollment told it last: who asks by a number (CAMARA) is answered by it.
create table phone_number (
    subscription_id uuid   primary key,
    version         bigint not null,
    -- keyed HMAC; none for a subscription that has no number, or has ended
    gpsi_hmac       text
);
create index phone_number_gpsi on phone_number (gpsi_hmac) where gpsi_hmac is not null;
