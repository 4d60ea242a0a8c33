-- Read models of other services' facts -------------------------------------------------------------------------------

create table subscription (
    subscription_id   uuid primary key,
    version           bigint not null,
    account_id        uuid   not null,
    plan_id           uuid   not null,
    status            text   not null,
    supi_hmac         text   not null,
    sim_card_id       uuid,
    device_id         uuid,
    payer_map_version bigint not null
);
create index subscription_supi on subscription (supi_hmac);

create table device (
    device_id uuid primary key,
    version   bigint not null,
    -- keyed HMACs of its identifiers
    hmacs     text[] not null
);
create index device_hmacs on device using gin (hmacs);

create table payer_map (
    device_id uuid primary key,
    version   bigint not null,
    map       jsonb  not null
);

create table plan (
    account_id uuid primary key,
    version    bigint not null,
    plan       jsonb  not null
);

-- The ledger ---------------------------------------------------------------------------------------------------------

create table provider_account (
    provider_account_id uuid primary key,
    account_id          uuid        not null,
    package_id          uuid,
    name                text        not null,
    unit                text        not null check (unit in ('OCTET', 'SECOND', 'EVENT', 'MONEY')),
    -- empty: pays for all
    rating_groups       bigint[]    not null,
    valid_from          timestamptz not null,
    valid_to            timestamptz,
    status              text        not null check (status in ('ACTIVE', 'SUSPENDED')),
    owner_reserve       bigint      not null check (owner_reserve >= 0),
    audience            int         not null check (audience >= 0),
    granted             bigint      not null check (granted >= 0),
    reserved            bigint      not null check (reserved >= 0),
    consumed            bigint      not null check (consumed >= 0),
    expired             bigint      not null check (expired >= 0),
    withdrawn           bigint      not null check (withdrawn >= 0),
    version             bigint      not null,
    created_at          timestamptz not null,
    check (granted - reserved - consumed - expired - withdrawn >= 0),
    check (valid_to is null or valid_to > valid_from)
);
create index provider_account_owner on provider_account (account_id, provider_account_id);

create table consumer_account (
    provider_account_id uuid   not null references provider_account,
    subscription_id     uuid   not null,
    limit_units         bigint check (limit_units >= 0),
    consumed            bigint not null check (consumed >= 0),
    reserved            bigint not null check (reserved >= 0),
    version             bigint not null,
    primary key (provider_account_id, subscription_id)
);
create index consumer_account_subscription on consumer_account (subscription_id);

-- Every change of granted, consumed, expired or withdrawn; the sum of an account's entries is what it may still spend or hold.
create table ledger_entry (
    ledger_entry_id     bigint generated always as identity primary key,
    provider_account_id uuid        not null,
    kind                text        not null check (kind in ('GRANT', 'TOP_UP', 'DEBIT', 'EXPIRY', 'WITHDRAWAL')),
    units               bigint      not null,
    usage_record_id     uuid,
    reference           text,
    recorded_at         timestamptz not null,
    check ((kind in ('GRANT', 'TOP_UP')) = (units > 0) or units = 0)
);
create index ledger_entry_account on ledger_entry (provider_account_id, ledger_entry_id);

create table cap_counter (
    enrollment_id uuid        not null,
    unit          text        not null,
    cap_window    text        not null,
    window_start  timestamptz not null,
    used          bigint      not null check (used >= 0),
    reserved      bigint      not null check (reserved >= 0),
    primary key (enrollment_id, unit, cap_window, window_start)
);

-- Money a subscription agreed to pay beyond all accounts
create table overage_consent (
    subscription_id uuid primary key,
    unit            text           not null,
    currency        text           not null,
    -- minor units of the currency for price_size units
    price           numeric(18, 9) not null check (price >= 0),
    price_size      bigint         not null check (price_size > 0),
    limit_minor     bigint         not null check (limit_minor >= 0),
    used            bigint         not null check (used >= 0),
    reserved        bigint         not null check (reserved >= 0),
    version         bigint         not null
);

-- Sessions -----------------------------------------------------------------------------------------------------------

create table charging_session (
    -- the device, or the subscription where there is none: where a distributed database would put it
    anchor_id          uuid        not null,
    session_id         uuid        not null,
    subscription_id    uuid        not null,
    device_id          uuid,
    sim_card_id        uuid,
    nf_consumer        text        not null,
    charging_id        text        not null,
    notify_uri         text,
    dnn                text,
    sst                int,
    sd                 text,
    state              text        not null check (state in ('OPEN', 'RELEASED', 'EXPIRED')),
    create_hash        text        not null,
    last_sequence      bigint      not null,
    -- whether no number came twice so far; only then does a flagged repeat with another body mean the stored answer
    distinct_sequences boolean     not null,
    opened_at          timestamptz not null,
    updated_at         timestamptz not null,
    expires_at         timestamptz not null,
    primary key (anchor_id, session_id)
);
create unique index charging_session_open on charging_session (create_hash) where state = 'OPEN';
create index charging_session_subscription on charging_session (subscription_id, session_id);
create index charging_session_expiry on charging_session (expires_at) where state = 'OPEN';

create table session_rating_group (
    anchor_id       uuid        not null,
    session_id      uuid        not null,
    rating_group    bigint      not null,
    unit            text        not null,
    reported_until  timestamptz not null,
    payer           uuid,
    enrollment_id   uuid,
    granted_at      timestamptz,
    capped          bigint      not null,
    overage_held    bigint      not null,
    primary key (anchor_id, session_id, rating_group)
);

create table reservation (
    session_id          uuid        not null,
    rating_group        bigint      not null,
    provider_account_id uuid        not null,
    subscription_id     uuid        not null,
    account_id          uuid        not null,
    unit                text        not null,
    granted_at          timestamptz not null,
    units               bigint      not null check (units > 0),
    primary key (session_id, rating_group, provider_account_id)
);
create index reservation_account on reservation (provider_account_id);

create table session_answer (
    session_id      uuid        not null,
    sequence_number bigint      not null,
    body_hash       text        not null,
    answer          jsonb       not null,
    answered_at     timestamptz not null,
    primary key (session_id, sequence_number, body_hash)
);

-- What was charged ---------------------------------------------------------------------------------------------------

create table usage_container (
    nf_consumer      text   not null,
    charging_id      text   not null,
    rating_group     bigint not null,
    container_number bigint not null,
    primary key (nf_consumer, charging_id, rating_group, container_number)
);

create table usage_record (
    usage_record_id   uuid primary key,
    session_id        uuid        not null,
    nf_consumer       text        not null,
    device_id         uuid,
    subscription_id   uuid        not null,
    payer             uuid,
    payer_account_id  uuid,
    enrollment_id     uuid,
    capability        text,
    rating_group      bigint      not null,
    unit              text        not null,
    metered           bigint      not null check (metered >= 0),
    covered           bigint      not null check (covered >= 0),
    overage           bigint      not null check (overage >= 0),
    overage_minor     bigint      not null,
    overage_currency  text,
    uncovered         bigint      not null check (uncovered >= 0),
    uncovered_reason  text,
    allocations       jsonb       not null,
    started_at        timestamptz not null,
    occurred_at       timestamptz not null,
    recorded_at       timestamptz not null,
    estimated         boolean     not null,
    check (metered = covered + overage + uncovered),
    check ((uncovered = 0) = (uncovered_reason is null))
);
create index usage_record_device on usage_record (device_id, usage_record_id);
create index usage_record_payer on usage_record (payer, usage_record_id);
create index usage_record_consumer on usage_record (nf_consumer, payer);

-- What was refused or cut short, and what bound: for whoever has to explain it
create table denial (
    denial_id           uuid primary key,
    session_id          uuid        not null,
    device_id           uuid,
    subscription_id     uuid        not null,
    payer               uuid,
    rating_group        bigint      not null,
    requested           bigint      not null,
    granted             bigint      not null,
    reason              text        not null,
    provider_account_id uuid,
    denied_at           timestamptz not null
);
create index denial_subscription on denial (subscription_id, denial_id);

-- What the network still has to be told
create table notification (
    notification_id uuid primary key,
    anchor_id       uuid        not null,
    session_id      uuid        not null,
    notify_uri      text        not null,
    type            text        not null check (type in ('REAUTHORIZATION', 'ABORT_CHARGING')),
    rating_groups   bigint[]    not null,
    attempts        int         not null,
    next_attempt_at timestamptz not null,
    state           text        not null check (state in ('PENDING', 'DELIVERED', 'GIVEN_UP')),
    created_at      timestamptz not null
);
create index notification_due on notification (next_attempt_at) where state = 'PENDING';

revoke update, delete on ledger_entry, usage_container, usage_record, denial from ${app_role};
