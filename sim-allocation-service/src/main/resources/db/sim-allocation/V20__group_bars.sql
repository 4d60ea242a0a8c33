-- Cards that quota told of as cards of a SIM group, and whether the group bars their data.
CREATE TABLE card_group_bar (
    sim_card_id uuid    PRIMARY KEY,
    version     bigint  NOT NULL,
    barred      boolean NOT NULL
);
