using System.Data.Common;
using BatchProcessing.Batches;
using BatchProcessing.Live;
using BatchProcessing.Retention;
using BatchProcessing.Suspects;
using BatchProcessing.Telemetry;
using Dapper;

namespace BatchProcessing.Server.Storage;

/// <summary>
/// The batch store in plain SQL. Each file of this class holds one part: uploads, chunks, ends and queries. A write
/// that touches a batch and its chunks takes the batch row first, so that no two writes wait for each other.
/// </summary>
/// <param name="database">The database.</param>
public sealed partial class SqlBatchStore(ISqlDatabase database) : IBatchStore, ISuspectStore, IRetentionStore, IWatchStore, IQueueStore
{
    private static string Key(Guid id) => BatchRow.KeyOf(id);

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object parameters) =>
        transaction.Connection!.ExecuteAsync(sql, parameters, transaction);

    private static Task<T?> ScalarAsync<T>(DbTransaction transaction, string sql, object parameters) =>
        transaction.Connection!.ExecuteScalarAsync<T>(sql, parameters, transaction);

    private ValueTask<long> NowAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        database.NowAsync(transaction.Connection!, cancellationToken);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
