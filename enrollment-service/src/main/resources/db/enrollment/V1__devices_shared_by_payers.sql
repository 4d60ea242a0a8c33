set lock_timeout = '5s';

create table party (
    id         uuid primary key,
    type       text        not null check (type in ('PERSON', 'ORG')),
    name       text        not null check (length(name) between 1 and 100),
    created_at timestamptz not null
);

create table account (
    id         uuid primary key,
    party_id   uuid        not null references party,
    currency   text        not null check (currency ~ '^[A-Z]{3}$'),
    created_at timestamptz not null
);
create index account_of_party on account (party_id, id);

-- The row whose lock orders everything that happens on a device: its enrollments, its sign-ins, its payer map.
create table device (
    id             uuid primary key,
    version        bigint      not null check (version >= 1),
    kind           text        not null check (kind in ('VEHICLE', 'TABLET', 'CPE', 'WATCH', 'SENSOR', 'PHONE', 'ROUTER')),
    owner_party_id uuid        not null references party,
    status         text        not null check (status in ('ACTIVE', 'RETIRED')),
    created_at     timestamptz not null
);
create index device_of_owner on device (owner_party_id, id);

-- Clear values are sealed; what is looked up is the HMAC, what is shown is the mask.
create table device_identifier (
    device_id uuid     not null references device,
    position  smallint not null,
    type      text     not null check (type in ('IMEI', 'EID', 'MAC', 'EUI64', 'SERIAL')),
    hmac      text     not null,
    sealed    bytea    not null,
    masked    text     not null,
    live      boolean  not null,
    primary key (device_id, position)
);
create unique index device_identifier_of_one_live_device on device_identifier (hmac) where live;
create index device_identifier_by_hmac on device_identifier (hmac);

-- What a device offered at each time, and who paid for the rest.
create table device_terms (
    device_id              uuid        not null references device,
    effective_from         timestamptz not null,
    effective_to           timestamptz,
    capabilities           jsonb       not null,
    fallback_kind          text        not null check (fallback_kind in ('BLOCK', 'SPONSOR', 'DEFAULT_ENROLLMENT')),
    fallback_enrollment_id uuid,
    primary key (device_id, effective_from),
    check ((fallback_kind = 'DEFAULT_ENROLLMENT') = (fallback_enrollment_id is not null)),
    check (effective_to >= effective_from)
);
create unique index device_terms_of_now on device_terms (device_id) where effective_to is null;

create table subscription (
    id           uuid primary key,
    version      bigint      not null check (version >= 1),
    account_id   uuid        not null references account,
    plan_id      uuid        not null,
    status       text        not null check (status in ('ACTIVE', 'SUSPENDED', 'ENDED')),
    status_since timestamptz not null,
    imsi_hmac    text        not null,
    imsi_sealed  bytea       not null,
    imsi_masked  text        not null,
    msisdn_hmac   text,
    msisdn_sealed bytea,
    msisdn_masked text,
    iccid_hmac   text,
    iccid_sealed bytea,
    iccid_masked text,
    sim_card_id  uuid,
    device_id    uuid references device,
    created_at   timestamptz not null,
    check (num_nulls(msisdn_hmac, msisdn_sealed, msisdn_masked) in (0, 3)),
    check (num_nulls(iccid_hmac, iccid_sealed, iccid_masked) in (0, 3))
);
create index subscription_of_account on subscription (account_id, id);
create index subscription_in_device on subscription (device_id) where device_id is not null;
create index subscription_by_imsi on subscription (imsi_hmac);
create index subscription_by_msisdn on subscription (msisdn_hmac);
create index subscription_by_iccid on subscription (iccid_hmac);
create unique index subscription_imsi_live on subscription (imsi_hmac) where status <> 'ENDED';
create unique index subscription_msisdn_live on subscription (msisdn_hmac) where status <> 'ENDED';
create unique index subscription_iccid_live on subscription (iccid_hmac) where status <> 'ENDED';
create unique index subscription_sim_card_live on subscription (sim_card_id) where status <> 'ENDED';

-- Which device held a subscription's card when.
create table card_binding (
    subscription_id uuid        not null references subscription,
    bound_from      timestamptz not null,
    bound_to        timestamptz,
    device_id       uuid        not null references device,
    primary key (subscription_id, bound_from),
    check (bound_to >= bound_from)
);
create unique index card_binding_of_now on card_binding (subscription_id) where bound_to is null;

create table enrollment (
    id              uuid primary key,
    version         bigint      not null check (version >= 1),
    device_id       uuid        not null references device,
    user_party_id   uuid        not null references party,
    subscription_id uuid        not null references subscription,
    account_id      uuid        not null references account,
    role            text        not null check (role in ('PRIMARY_PURPOSE', 'CONSUMER', 'SPONSOR')),
    priority        int         not null check (priority between 0 and 1000),
    presence        text        not null check (presence in ('REQUIRED', 'NOT_REQUIRED')),
    valid_from      timestamptz not null,
    valid_to        timestamptz,
    capabilities    text[]      not null check (cardinality(capabilities) between 1 and 32),
    caps            jsonb       not null,
    state           text        not null check (state in ('PENDING_OWNER', 'ACTIVE', 'SUSPENDED', 'ENDED', 'REJECTED')),
    suspended_for   text[]      not null,
    reason          text,
    requested_at    timestamptz not null,
    changed_at      timestamptz not null,
    check (valid_to > valid_from),
    check ((state = 'SUSPENDED') = (cardinality(suspended_for) > 0)),
    check ((state in ('ENDED', 'REJECTED')) = (reason is not null))
);
create index enrollment_of_device on enrollment (device_id, id);
create index enrollment_live_of_subscription on enrollment (subscription_id) where state in ('PENDING_OWNER', 'ACTIVE', 'SUSPENDED');
create index enrollment_live_until on enrollment (valid_to) where state in ('ACTIVE', 'SUSPENDED') and valid_to is not null;
create index enrollment_pending_since on enrollment (requested_at) where state = 'PENDING_OWNER';

-- When an enrollment paid, pays or will pay, and for which capabilities.
create table payer_stretch (
    enrollment_id uuid        not null references enrollment,
    active_from   timestamptz not null,
    active_to     timestamptz,
    device_id     uuid        not null,
    capabilities  text[]      not null,
    primary key (enrollment_id, active_from),
    check (active_to > active_from)
);
create index payer_stretch_of_device on payer_stretch (device_id, active_to);

create table consent (
    id            uuid primary key,
    enrollment_id uuid        not null references enrollment,
    by_party_id   uuid        not null references party,
    to_party_id   uuid        not null references party,
    capabilities  text[]      not null,
    limit_unit    text check (limit_unit in ('OCTET', 'SECOND', 'EVENT', 'MONEY')),
    limit_count   bigint check (limit_count >= 0),
    limit_window  text check (limit_window in ('DAY', 'MONTH', 'LIFETIME')),
    reference     text        not null,
    given_at      timestamptz not null,
    until         timestamptz,
    revoked_at    timestamptz,
    check (num_nulls(limit_unit, limit_count, limit_window) in (0, 3))
);
create index consent_of_enrollment on consent (enrollment_id, id);

create table sign_in (
    device_id      uuid        not null references device,
    user_party_id  uuid        not null references party,
    signed_in_at   timestamptz not null,
    signed_out_at  timestamptz,
    evidence       text        not null check (evidence in ('KEY', 'PHONE_BT', 'LOGIN', 'NFC')),
    primary key (device_id, user_party_id, signed_in_at),
    check (signed_out_at >= signed_in_at)
);
create unique index sign_in_of_now on sign_in (device_id, user_party_id) where signed_out_at is null;
create index sign_in_until on sign_in (device_id, signed_out_at);

create table payer_map (
    device_id  uuid primary key references device,
    version    bigint      not null check (version >= 1),
    map        jsonb       not null,
    changed_at timestamptz not null
);

-- How far a device was restricted when: the kit's table knows the present only.
create table restriction_period (
    device_id       uuid        not null,
    restricted_from timestamptz not null,
    restricted_to   timestamptz,
    restriction_id  uuid        not null,
    version         bigint      not null,
    level           text        not null check (level in ('R1', 'R2', 'R3', 'R4')),
    primary key (device_id, version)
);
