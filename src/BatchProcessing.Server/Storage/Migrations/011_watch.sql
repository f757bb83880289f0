-- What is looked at all the time, by live streams, gauges and quotas: few rows, however many batches have ended.

CREATE INDEX batches_open_by_tenant ON batches (tenant_id, id, document_count) WHERE ended_at IS NULL;
CREATE INDEX batches_ended_by_tenant ON batches (tenant_id, ended_at) WHERE ended_at IS NOT NULL;

-- The trace context (W3C traceparent) of the upload, so that the work on a batch belongs to the trace that began it.

ALTER TABLE batches ADD COLUMN trace_parent TEXT;
