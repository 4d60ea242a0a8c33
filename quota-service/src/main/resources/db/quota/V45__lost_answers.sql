-- An answer may be lost: until its next report a device may go by the one it had before, of which so many octets are left.
ALTER TABLE sim_group_device ADD COLUMN held bigint NOT NULL DEFAULT 0 CHECK (held >= 0);
ALTER TABLE sim_group_device ADD COLUMN held_until timestamptz;
