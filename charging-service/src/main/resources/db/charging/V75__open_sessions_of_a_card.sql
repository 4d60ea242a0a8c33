-- A card's sessions are kept when they end; what it holds is asked of those few that have not.
create index charging_session_open_card on charging_session (subscription_id) where state = 'OPEN';
