-- Who wrote what, when and why (design section 7). Append-only; written in the transaction of the write itself.

CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    subject text NOT NULL,
    client text NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    ids jsonb NOT NULL,
    reason text CHECK (length(reason) <= 500),
    status smallint NOT NULL,
    trace_id text
);
CREATE INDEX audit_entry_at ON audit_entry (at);
REVOKE UPDATE, DELETE ON audit_entry FROM ${app_role};
