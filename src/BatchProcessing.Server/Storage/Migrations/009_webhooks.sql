-- Who is told of the ends of batches. Deliveries are the outbox: written by the transaction that ends a batch. They do not
-- refer to the batch, since they outlive it.

ALTER TABLE batches ADD COLUMN webhook_url TEXT;

-- When the work on a chunk began and ended, for the report of its batch.
ALTER TABLE chunks ADD COLUMN claimed_at BIGINT;
ALTER TABLE chunks ADD COLUMN ended_at BIGINT;

CREATE TABLE webhooks (
    id              TEXT    NOT NULL PRIMARY KEY,
    tenant_id       TEXT    NOT NULL,
    url             TEXT    NOT NULL,
    events          TEXT    NOT NULL,
    disabled_reason TEXT,
    created_at      BIGINT  NOT NULL
);

CREATE INDEX webhooks_by_tenant ON webhooks (tenant_id, id);

-- The owner is a webhook's id, or 'batch' for the addresses that uploads bring.
CREATE TABLE webhook_secrets (
    tenant_id       TEXT    NOT NULL,
    owner           TEXT    NOT NULL,
    secret          TEXT    NOT NULL,
    previous_secret TEXT,
    previous_until  BIGINT,
    PRIMARY KEY (tenant_id, owner),
    CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
);

CREATE TABLE deliveries (
    id              TEXT    NOT NULL PRIMARY KEY,
    tenant_id       TEXT    NOT NULL,
    batch_id        TEXT    NOT NULL,
    run             INTEGER NOT NULL CHECK (run >= 1),
    kind            TEXT    NOT NULL CHECK (kind IN ('batch.completed', 'batch.failed', 'batch.cancelled')),
    target          TEXT    NOT NULL,
    url             TEXT    NOT NULL,
    host            TEXT    NOT NULL,
    payload         TEXT    NOT NULL,
    state           TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed')),
    attempt         INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    fence           BIGINT  NOT NULL DEFAULT 0,
    lease_until     BIGINT,
    not_before      BIGINT  NOT NULL,
    created_at      BIGINT  NOT NULL,
    ended_at        BIGINT,
    last_at         BIGINT,
    last_status     INTEGER,
    last_error      TEXT,
    last_ms         BIGINT,
    UNIQUE (batch_id, run, kind, target),
    CHECK ((ended_at IS NOT NULL) = (state <> 'pending')),
    CHECK (lease_until IS NULL OR state = 'pending')
);

CREATE INDEX deliveries_due ON deliveries (not_before, id) WHERE state = 'pending';
CREATE INDEX deliveries_leased ON deliveries (host) WHERE lease_until IS NOT NULL;
CREATE INDEX deliveries_by_target ON deliveries (tenant_id, target, id);
CREATE INDEX deliveries_ended ON deliveries (ended_at) WHERE ended_at IS NOT NULL;
