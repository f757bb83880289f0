namespace BatchProcessing.Torture.Checks;

/// <summary>Something no batch may be.</summary>
/// <param name="What">What it is, to follow the batch's id.</param>
/// <param name="Sql">Lists the batches that are: the id, and what was found.</param>
internal sealed record StoreRule(string What, string Sql)
{
    /// <summary>Never, not even in the moment after a kill.</summary>
    public static IReadOnlyList<StoreRule> Always { get; } =
    [
        new("has counters other than its chunks'",
            """
            SELECT b.id, CAST(b.succeeded - SUM(c.succeeded) AS TEXT) FROM batches b JOIN chunks c ON c.batch_id = b.id
            GROUP BY b.id, b.succeeded, b.failed, b.not_processed
            HAVING b.succeeded <> SUM(c.succeeded) OR b.failed <> SUM(c.failed) OR b.not_processed <> SUM(c.not_processed)
            """),
        new("counts other chunks than it has",
            """
            SELECT b.id, CAST(b.chunks_done AS TEXT) FROM batches b
            WHERE b.chunk_total <> (SELECT COUNT(*) FROM chunks c WHERE c.batch_id = b.id)
               OR b.chunks_done <> (SELECT COUNT(*) FROM chunks c WHERE c.batch_id = b.id AND c.state IN ('completed', 'failed', 'cancelled'))
            """),
        new("has chunks that leave gaps or overlap, the first",
            """
            SELECT c.batch_id, CAST(MIN(c.first_ordinal) AS TEXT) FROM chunks c
            WHERE c.first_ordinal <> (SELECT COALESCE(SUM(p.document_count), 0) FROM chunks p
                                      WHERE p.batch_id = c.batch_id AND p.first_ordinal < c.first_ordinal)
            GROUP BY c.batch_id
            """),
        new("has a chunk that runs or ran without its attempt or its fence having been counted, the first",
            """
            SELECT batch_id, CAST(MIN(first_ordinal) AS TEXT) FROM chunks
            WHERE state IN ('running', 'completed') AND (attempt < 1 OR fence < 1) GROUP BY batch_id
            """),
        new("has not one delivery for each run that ended, but",
            """
            SELECT b.id, CAST((SELECT COUNT(*) FROM deliveries d WHERE d.batch_id = b.id) AS TEXT) FROM batches b
            WHERE (SELECT COUNT(*) FROM deliveries d WHERE d.batch_id = b.id) <> b.run - CASE WHEN b.ended_at IS NULL THEN 1 ELSE 0 END
               OR (SELECT COUNT(DISTINCT d.run) FROM deliveries d WHERE d.batch_id = b.id)
                  <> (SELECT COUNT(*) FROM deliveries d WHERE d.batch_id = b.id)
            """),
        new("began before the batch that it waits for had ended,",
            """
            SELECT b.id, b.after_batch_id FROM batches b
            WHERE b.after_batch_id IS NOT NULL
              AND b.started_at < (SELECT COALESCE(MIN(d.created_at), b.started_at + 1) FROM deliveries d WHERE d.batch_id = b.after_batch_id)
            """),
    ];

    /// <summary>Not once everything has come to rest.</summary>
    public static IReadOnlyList<StoreRule> AtRest { get; } =
    [
        new("has not ended", "SELECT id, status FROM batches WHERE status NOT IN ('completed', 'cancelled', 'failed')"),
        new("ended with documents unaccounted for",
            """
            SELECT id, CAST(document_count - succeeded - failed - not_processed AS TEXT) FROM batches
            WHERE succeeded + failed + not_processed <> document_count
            """),
        new("has a chunk still leased, by", "SELECT batch_id, COALESCE(lease_owner, 'nobody') FROM chunks WHERE state = 'running'"),
        new("is one of several made from the same upload,", "SELECT MIN(id), name FROM batches GROUP BY name HAVING COUNT(*) > 1"),
        new("has a delivery that was not taken but is", "SELECT batch_id, state FROM deliveries WHERE state <> 'delivered'"),
        new("is still reserved by an upload", "SELECT batch_id, tenant_id FROM uploads"),
    ];
}
