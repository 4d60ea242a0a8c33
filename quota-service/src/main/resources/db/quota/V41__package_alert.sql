-- Which alerts a cycle has given: each once.
CREATE TABLE package_alert (
    provider_account_id uuid    NOT NULL,
    percent             integer NOT NULL CHECK (percent IN (75, 95, 100)),
    PRIMARY KEY (provider_account_id, percent)
);
CREATE INDEX use_rebooking_by_from ON use_rebooking (from_account) WHERE from_account IS NOT NULL;
CREATE INDEX use_rebooking_by_to ON use_rebooking (to_account) WHERE to_account IS NOT NULL;
