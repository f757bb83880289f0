using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using Dapper;

namespace BatchProcessing.Server.Storage;

// What a batch is checked against: its input files and the sums over its chunks.
public sealed partial class SqlBatchStore
{
    private const string SumLedger = """
        SELECT (SELECT CAST(SUM(documents) AS BIGINT) FROM sources WHERE batch_id = @id),
               COALESCE(SUM(succeeded + failed + not_processed), 0),
               COALESCE(SUM(CASE WHEN result_blob IS NOT NULL AND result_lines <> document_count THEN 1 ELSE 0 END), 0)
        FROM chunks WHERE batch_id = @id
        """;

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceFile>> ListSourcesAsync(string tenantId, Guid batchId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async c =>
            {
                IEnumerable<(string?, string, long, long)> rows = await c.QueryAsync<(string?, string, long, long)>(
                    """
                    SELECT s.name, s.sha256, s.bytes, s.documents FROM sources s JOIN batches b ON b.id = s.batch_id
                    WHERE s.batch_id = @id AND b.tenant_id = @tenantId ORDER BY s.position
                    """,
                    new { id = Key(batchId), tenantId });
                return (IReadOnlyList<SourceFile>)[.. rows.Select(r => new SourceFile(r.Item1, r.Item2, r.Item3, r.Item4))];
            },
            cancellationToken);

    private static Task<int> InsertSourcesAsync(DbTransaction transaction, SealedUpload upload) => ExecuteAsync(
        transaction,
        """
        INSERT INTO sources (batch_id, position, name, sha256, bytes, documents)
        VALUES (@batch, @position, @Name, @Sha256, @Bytes, @Documents)
        """,
        upload.Sources.Select((s, position) => new { batch = Key(upload.Batch.Id), position, s.Name, s.Sha256, s.Bytes, s.Documents }));

    private static async Task<BatchLedger> ReadLedgerAsync(DbTransaction transaction, string id)
    {
        (long? sources, long chunks, long miscounted) =
            await transaction.Connection!.QuerySingleAsync<(long?, long, long)>(SumLedger, new { id }, transaction);
        return new BatchLedger(sources, chunks, (int)miscounted);
    }
}
