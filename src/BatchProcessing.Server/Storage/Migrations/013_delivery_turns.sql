-- Tenants take turns at deliveries: each one's that are due are found without reading those of others.

CREATE INDEX deliveries_due_by_tenant ON deliveries (tenant_id, not_before, id) WHERE state = 'pending';

-- A name that ends in a dot is the same host.
UPDATE deliveries SET host = RTRIM(host, '.') WHERE state = 'pending' AND host LIKE '%.';
