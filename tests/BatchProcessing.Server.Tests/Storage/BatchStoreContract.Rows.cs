using System.Data.Common;
using BatchProcessing.Batches;
using Dapper;

namespace BatchProcessing.Server.Tests.Storage;

public abstract partial class BatchStoreContract
{
    [Theory]
    [InlineData("UPDATE batches SET status = 'done'")]
    [InlineData("UPDATE batches SET lane = 'fast'")]
    [InlineData("UPDATE batches SET run = 0")]
    [InlineData("UPDATE batches SET succeeded = -1")]
    [InlineData("UPDATE batches SET succeeded = document_count + 1")]
    [InlineData("UPDATE batches SET failed = 15, not_processed = 6")]
    [InlineData("UPDATE batches SET chunks_done = chunk_total + 1")]
    [InlineData("UPDATE batches SET chunks_done = -1")]
    [InlineData("UPDATE batches SET status = 'completed'")]
    [InlineData("UPDATE batches SET ended_at = 1")]
    [InlineData("UPDATE chunks SET state = 'done'")]
    [InlineData("UPDATE chunks SET state = 'running'")]
    [InlineData("UPDATE chunks SET lease_until = 1")]
    [InlineData("UPDATE chunks SET attempt = -1")]
    [InlineData("UPDATE chunks SET document_count = 0")]
    [InlineData("UPDATE chunks SET state = 'completed', succeeded = 10")]
    [InlineData("UPDATE chunks SET state = 'completed', result_blob = 'b', succeeded = 9")]
    [InlineData("UPDATE chunks SET first_ordinal = 5")]
    [InlineData("UPDATE chunks SET batch_id = 'none'")]
    [InlineData("UPDATE chunks SET result_hash = 'short'")]
    [InlineData("UPDATE chunks SET result_lines = -1")]
    [InlineData("UPDATE batches SET max_failure_ratio = 1.1")]
    [InlineData("UPDATE batches SET stop_reason = 'mood'")]
    [InlineData("UPDATE batches SET after_batch_id = 'none'")]
    [InlineData("UPDATE batches SET after_outcome = 'failed'")]
    [InlineData("INSERT INTO batches SELECT * FROM batches")]
    public async Task Row_IsRefused_WhenItIsImpossible(string sql)
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);

        await Assert.ThrowsAnyAsync<DbException>(() => WriteAsync(sql));

        Assert.Equivalent(batch, await Store.ReadAsync(batch.Id));
    }

    [Fact]
    public async Task ChunkRows_GoWithTheirBatch_WhenItIsDeleted()
    {
        Batch batch = await Store.SealBatchAsync(Clock, chunks: 2);

        await WriteAsync("DELETE FROM batches");

        Assert.Empty(await Store.ChunksAsync(batch));
    }

    private Task<int> WriteAsync(string sql) =>
        Database.WriteAsync(t => t.Connection!.ExecuteAsync(sql, transaction: t), CancellationToken.None);
}
