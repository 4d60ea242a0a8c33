-- Read models of theft-detection's two state topics (design section 10). Empty in a service that enforces neither.

CREATE TABLE restriction (
    device_id uuid PRIMARY KEY,
    restriction_id uuid NOT NULL,
    version bigint NOT NULL,
    level text NOT NULL CHECK (level IN ('NONE', 'R1', 'R2', 'R3', 'R4')),
    subscription_ids uuid[] NOT NULL,
    sim_card_ids uuid[] NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX restriction_subscription ON restriction USING gin (subscription_ids) WHERE level <> 'NONE';

CREATE TABLE equipment (
    equipment_id uuid PRIMARY KEY,
    version bigint NOT NULL,
    status text NOT NULL CHECK (status IN ('WHITELISTED', 'GREYLISTED', 'BLACKLISTED')),
    imei_hmacs text[] NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX equipment_imei ON equipment USING gin (imei_hmacs);
