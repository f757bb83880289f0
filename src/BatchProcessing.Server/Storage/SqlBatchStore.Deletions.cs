using BatchProcessing.Blobs;
using Dapper;

namespace BatchProcessing.Server.Storage;

// Rows go first, and with them the folder is remembered: its blobs go when nothing names them any more.
public sealed partial class SqlBatchStore
{
    // The end's time is there exactly while the batch has ended.
    private string EndedBatch => $"SELECT id FROM batches WHERE id = @id AND ended_at <= @before {database.ForDelete}";

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(Guid batchId, TimeSpan? endedFor, CancellationToken cancellationToken) => database.WriteAsync(
        async t =>
        {
            string id = Key(batchId);
            long now = await NowAsync(t, cancellationToken);
            long before = endedFor is { } time ? now - Milliseconds(time) : long.MaxValue;
            if (await ScalarAsync<string>(t, EndedBatch, new { id, before }) is null) return false;
            await SettleSuccessorsAsync(t, id, now);
            await ExecuteAsync(
                t,
                "INSERT INTO discarded (folder, discarded_at) VALUES (@folder, @now) ON CONFLICT (folder) DO NOTHING",
                new { folder = BlobName.FolderOf(batchId), now });
            return await ExecuteAsync(t, "DELETE FROM batches WHERE id = @id", new { id }) == 1;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListDiscardedAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async c => (IReadOnlyList<string>)[.. await c.QueryAsync<string>("SELECT folder FROM discarded ORDER BY folder")],
        cancellationToken);

    /// <inheritdoc/>
    public Task ForgetDiscardedAsync(string folder, CancellationToken cancellationToken) => database.WriteAsync(
        t => ExecuteAsync(t, "DELETE FROM discarded WHERE folder = @folder", new { folder }), cancellationToken);
}
