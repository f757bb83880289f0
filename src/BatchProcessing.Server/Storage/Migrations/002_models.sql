-- Versions of models. Files and labelled rows are blobs under the version's id.

CREATE TABLE models (
    id              TEXT    NOT NULL PRIMARY KEY,
    tenant_id       TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    version         INTEGER NOT NULL CHECK (version >= 1),
    kind            TEXT    NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('queued', 'training', 'ready', 'failed')),
    is_active       INTEGER NOT NULL DEFAULT 0 CHECK (is_active IN (0, 1)),
    checksum        TEXT,
    labels          TEXT,
    metrics         TEXT,
    progress        DOUBLE PRECISION NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
    stage           TEXT,
    error           TEXT,
    text_column     TEXT,
    label_column    TEXT,
    data_parts      TEXT,
    attempt         INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    fence           BIGINT  NOT NULL DEFAULT 0,
    lease_until     BIGINT,
    created_at      BIGINT  NOT NULL,
    ended_at        BIGINT,
    UNIQUE (tenant_id, name, version),
    CHECK (is_active = 0 OR state = 'ready'),
    CHECK (state <> 'ready' OR (checksum IS NOT NULL AND labels IS NOT NULL)),
    CHECK ((state = 'training') = (lease_until IS NOT NULL))
);

CREATE UNIQUE INDEX models_active ON models (tenant_id, name) WHERE is_active = 1;
CREATE INDEX models_open ON models (id) WHERE state IN ('queued', 'training');
