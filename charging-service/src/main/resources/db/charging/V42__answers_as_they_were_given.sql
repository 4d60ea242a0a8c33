-- Read whole or not at all: taking them apart for each decision costs more than it ever gives back.
alter table session_answer alter column answer type json, alter column why type json;
