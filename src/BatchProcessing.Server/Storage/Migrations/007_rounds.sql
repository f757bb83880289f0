-- When a round that one node runs for all last began.

CREATE TABLE rounds (
    name            TEXT    NOT NULL PRIMARY KEY,
    began_at        BIGINT  NOT NULL
);
