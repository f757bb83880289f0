-- What a batch is checked against: hashes of its input files and of its results. And the keys under which uploads are
-- repeated. Hashes are SHA-256 in lower-case hexadecimal; chunks that ended before this script have none.

ALTER TABLE chunks ADD COLUMN result_hash TEXT CHECK (LENGTH(result_hash) = 64);
ALTER TABLE chunks ADD COLUMN result_lines INTEGER CHECK (result_lines >= 0);

CREATE TABLE sources (
    batch_id        TEXT    NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    position        INTEGER NOT NULL CHECK (position >= 0),
    name            TEXT,
    sha256          TEXT    NOT NULL CHECK (LENGTH(sha256) = 64),
    bytes           BIGINT  NOT NULL CHECK (bytes >= 0),
    documents       BIGINT  NOT NULL CHECK (documents >= 0),
    PRIMARY KEY (batch_id, position)
);

CREATE TABLE idempotency_keys (
    tenant_id       TEXT    NOT NULL,
    key             TEXT    NOT NULL,
    fence           BIGINT  NOT NULL,
    lease_until     BIGINT,
    batch_id        TEXT    REFERENCES batches (id) ON DELETE CASCADE,
    fingerprint     TEXT,
    expires_at      BIGINT  NOT NULL,
    PRIMARY KEY (tenant_id, key),
    CHECK ((batch_id IS NULL) = (fingerprint IS NULL)),
    CHECK ((batch_id IS NULL) = (lease_until IS NOT NULL))
);

CREATE INDEX idempotency_keys_by_batch ON idempotency_keys (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX idempotency_keys_by_end ON idempotency_keys (expires_at);
