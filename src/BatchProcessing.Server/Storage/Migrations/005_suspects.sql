-- What is known against a chunk apart from its attempts. See docs/state-machine.md.

ALTER TABLE chunks ADD COLUMN is_suspect INTEGER NOT NULL DEFAULT 0 CHECK (is_suspect = 0 OR (is_suspect = 1 AND document_count = 1));
ALTER TABLE chunks ADD COLUMN deaths INTEGER NOT NULL DEFAULT 0 CHECK (deaths >= 0);
ALTER TABLE chunks ADD COLUMN losses INTEGER NOT NULL DEFAULT 0 CHECK (losses >= 0);
ALTER TABLE chunks ADD COLUMN timeouts INTEGER NOT NULL DEFAULT 0 CHECK (timeouts >= 0);

-- Suspects come last: what they may kill is done by then.
DROP INDEX chunks_open;
CREATE INDEX chunks_open ON chunks (batch_id, is_suspect, first_ordinal) WHERE state = 'queued';
