-- Who owns batches, and the keys they come with. Of a key only its SHA-256 is kept, in lower-case hexadecimal. Rows of
-- keys are never deleted: a service that had a key once does not open itself again.

CREATE TABLE tenants (
    id                      TEXT    NOT NULL PRIMARY KEY,
    tier                    TEXT    NOT NULL CHECK (tier IN ('standard', 'vip')),
    submissions_per_minute  INTEGER CHECK (submissions_per_minute > 0),
    reads_per_minute        INTEGER CHECK (reads_per_minute > 0),
    concurrent_uploads      INTEGER CHECK (concurrent_uploads > 0),
    queued_documents        BIGINT  CHECK (queued_documents > 0),
    documents_per_day       BIGINT  CHECK (documents_per_day > 0),
    created_at              BIGINT  NOT NULL
);

INSERT INTO tenants (id, tier, created_at) VALUES ('default', 'standard', 0);

CREATE TABLE tenant_keys (
    id              TEXT    NOT NULL PRIMARY KEY,
    tenant_id       TEXT    NOT NULL REFERENCES tenants (id),
    hash            TEXT    NOT NULL CHECK (LENGTH(hash) = 64),
    scopes          TEXT    NOT NULL CHECK (scopes <> ''),
    created_at      BIGINT  NOT NULL,
    expires_at      BIGINT,
    revoked_at      BIGINT
);

CREATE INDEX tenant_keys_by_tenant ON tenant_keys (tenant_id, created_at);

-- Documents accepted a day; a day is the number of whole days since 1970-01-01 UTC.
CREATE TABLE tenant_days (
    tenant_id       TEXT    NOT NULL,
    day             INTEGER NOT NULL,
    documents       BIGINT  NOT NULL CHECK (documents >= 0),
    PRIMARY KEY (tenant_id, day)
);

-- When a worker last turned to a batch: the batches of a tenant take turns, the one that has waited longest first.
ALTER TABLE batches ADD COLUMN served_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX batches_turns ON batches (tenant_id, lane, served_at, id) WHERE status IN ('queued', 'running');
