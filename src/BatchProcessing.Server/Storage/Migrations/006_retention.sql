-- When superseded results were last looked for, and which database the blobs belong to.

ALTER TABLE batches ADD COLUMN tidied_at BIGINT;

CREATE TABLE store_identity (
    slot            INTEGER NOT NULL PRIMARY KEY CHECK (slot = 1),
    id              TEXT    NOT NULL
);
