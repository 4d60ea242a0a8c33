-- Why a request was decided so, beside its answer (short names: see Explained); null for what was decided before.
alter table session_answer add column why jsonb;

-- The version of the account that the debit made: puts the entries of one account in the order of their decisions.
alter table ledger_entry add column account_version bigint;
