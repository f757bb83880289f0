-- Times are milliseconds since 1970-01-01 UTC. There is no row per document: documents live in blobs.

CREATE TABLE batches (
    id              TEXT    NOT NULL PRIMARY KEY,
    tenant_id       TEXT    NOT NULL,
    name            TEXT,
    status          TEXT    NOT NULL CHECK (status IN ('awaiting', 'queued', 'running', 'paused', 'finalizing',
                                                       'completed', 'cancelling', 'cancelled', 'failed')),
    run             INTEGER NOT NULL DEFAULT 1 CHECK (run >= 1),
    version         BIGINT  NOT NULL DEFAULT 1,
    lane            TEXT    NOT NULL CHECK (lane IN ('critical', 'batch')),
    models          TEXT    NOT NULL,
    metadata        TEXT,
    document_count  BIGINT  NOT NULL CHECK (document_count >= 0),
    input_bytes     BIGINT  NOT NULL CHECK (input_bytes >= 0),
    succeeded       BIGINT  NOT NULL DEFAULT 0 CHECK (succeeded >= 0),
    failed          BIGINT  NOT NULL DEFAULT 0 CHECK (failed >= 0),
    not_processed   BIGINT  NOT NULL DEFAULT 0 CHECK (not_processed >= 0),
    chunk_total     INTEGER NOT NULL CHECK (chunk_total >= 0),
    chunks_done     INTEGER NOT NULL DEFAULT 0,
    tally           TEXT    NOT NULL DEFAULT '{}',
    finalize_fence  BIGINT  NOT NULL DEFAULT 0,
    finalize_until  BIGINT,
    created_at      BIGINT  NOT NULL,
    started_at      BIGINT,
    updated_at      BIGINT  NOT NULL,
    ended_at        BIGINT,
    CHECK (succeeded + failed + not_processed <= document_count),
    CHECK (chunks_done BETWEEN 0 AND chunk_total),
    CHECK ((ended_at IS NOT NULL) = (status IN ('completed', 'cancelled', 'failed')))
);

CREATE INDEX batches_by_tenant ON batches (tenant_id, id);
CREATE INDEX batches_active ON batches (status, id) WHERE status IN ('queued', 'running', 'finalizing', 'cancelling');

CREATE TABLE chunks (
    batch_id        TEXT    NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    tenant_id       TEXT    NOT NULL,
    first_ordinal   BIGINT  NOT NULL CHECK (first_ordinal >= 0),
    document_count  INTEGER NOT NULL CHECK (document_count > 0),
    input_blob      TEXT    NOT NULL,
    input_offset    BIGINT  NOT NULL CHECK (input_offset >= 0),
    input_length    INTEGER NOT NULL CHECK (input_length > 0),
    state           TEXT    NOT NULL DEFAULT 'queued'
                            CHECK (state IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
    attempt         INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    fence           BIGINT  NOT NULL DEFAULT 0,
    lease_owner     TEXT,
    lease_until     BIGINT,
    not_before      BIGINT  NOT NULL DEFAULT 0,
    succeeded       INTEGER NOT NULL DEFAULT 0 CHECK (succeeded >= 0),
    failed          INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0),
    not_processed   INTEGER NOT NULL DEFAULT 0 CHECK (not_processed >= 0),
    tally           TEXT    NOT NULL DEFAULT '{}',
    result_blob     TEXT,
    result_length   BIGINT  NOT NULL DEFAULT 0,
    last_error      TEXT,
    PRIMARY KEY (batch_id, first_ordinal),
    CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CHECK (state <> 'completed' OR (result_blob IS NOT NULL AND succeeded + failed + not_processed = document_count))
);

CREATE INDEX chunks_open ON chunks (batch_id, first_ordinal) WHERE state = 'queued';
CREATE INDEX chunks_leased ON chunks (lease_until) WHERE state = 'running';

CREATE TABLE uploads (
    batch_id        TEXT    NOT NULL PRIMARY KEY,
    tenant_id       TEXT    NOT NULL,
    reserved_until  BIGINT  NOT NULL
);
