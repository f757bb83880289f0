-- Retention looks for the few ended batches that are not tidied yet, not past all that are.

CREATE INDEX batches_untidied ON batches (ended_at, id) WHERE ended_at IS NOT NULL AND tidied_run < run;
