-- The highest number of each model that was deleted: it is never given again, since batches of before name it.

CREATE TABLE deleted_models (
    tenant_id       TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    version         INTEGER NOT NULL CHECK (version >= 1),
    PRIMARY KEY (tenant_id, name)
);
