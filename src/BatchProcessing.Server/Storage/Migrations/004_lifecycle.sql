-- Stopping a batch, letting it wait, running it again, and deleting it.

ALTER TABLE batches ADD COLUMN max_failure_ratio DOUBLE PRECISION CHECK (max_failure_ratio BETWEEN 0 AND 1);
-- Documents that must have ended before the ratio is looked at.
ALTER TABLE batches ADD COLUMN failure_sample BIGINT NOT NULL DEFAULT 0 CHECK (failure_sample >= 0);
ALTER TABLE batches ADD COLUMN stop_reason TEXT CHECK (stop_reason IN ('failure-threshold', 'predecessor'));
ALTER TABLE batches ADD COLUMN after_batch_id TEXT REFERENCES batches (id) ON DELETE SET NULL;
ALTER TABLE batches ADD COLUMN after_outcome TEXT NOT NULL DEFAULT 'completed' CHECK (after_outcome IN ('completed', 'any'));
ALTER TABLE batches ADD COLUMN start_at BIGINT;
-- Documents whose results this run took over from the one before.
ALTER TABLE batches ADD COLUMN kept_documents BIGINT NOT NULL DEFAULT 0 CHECK (kept_documents >= 0);
-- The last run whose superseded result blobs have been deleted.
ALTER TABLE batches ADD COLUMN tidied_run INTEGER NOT NULL DEFAULT 0;

CREATE INDEX batches_awaiting ON batches (id) WHERE status = 'awaiting';
CREATE INDEX batches_after ON batches (after_batch_id) WHERE after_batch_id IS NOT NULL;
CREATE INDEX batches_ended ON batches (ended_at) WHERE ended_at IS NOT NULL;

-- The result of an earlier run: lines from previous_first on, of which those that succeeded are kept.
ALTER TABLE chunks ADD COLUMN previous_blob TEXT;
ALTER TABLE chunks ADD COLUMN previous_length BIGINT NOT NULL DEFAULT 0;
ALTER TABLE chunks ADD COLUMN previous_first BIGINT NOT NULL DEFAULT 0;

-- Folders of deleted batches whose blobs are still to be deleted.
CREATE TABLE discarded (
    folder          TEXT    NOT NULL PRIMARY KEY,
    discarded_at    BIGINT  NOT NULL
);
