CREATE TABLE thing (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    octets bigint NOT NULL CHECK (octets >= 0),
    version bigint NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX thing_name ON thing (name);
