-- One-time events leave a session that was never open; an equal body is the same event again, for ever.
create unique index charging_session_event on charging_session (create_hash) where create_hash like 'event:%';
