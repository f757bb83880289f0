-- Where work was done, for people who look: the node and the engine's job that claimed a chunk last, and those that ended
-- a batch. Nothing is decided by it; rows of before have none.

ALTER TABLE chunks ADD COLUMN last_node TEXT;
ALTER TABLE chunks ADD COLUMN last_job TEXT;

ALTER TABLE batches ADD COLUMN end_node TEXT;
ALTER TABLE batches ADD COLUMN end_job TEXT;
ALTER TABLE batches ADD COLUMN end_claimed_at BIGINT;

-- Chunks that were put back and have not ended: few, however many there are.
CREATE INDEX chunks_put_back ON chunks (batch_id, first_ordinal) WHERE last_error IS NOT NULL AND state IN ('queued', 'running');

-- The few batches of many that a list by state looks for.
CREATE INDEX batches_by_rare_status ON batches (status, id) WHERE status = 'paused' OR status = 'cancelled' OR status = 'failed';
