using System.Data.Common;
using System.Diagnostics;
using BatchProcessing.Torture.Client;
using BatchProcessing.Torture.Stores;
using Dapper;

namespace BatchProcessing.Torture.Checks;

/// <summary>
/// What follows from the end of a batch happens: each run is told under one id, and what is marked as delivered was taken.
/// That there is one row for each run, and that successors began after their predecessors, is among the <see cref="StoreRule"/>s.
/// </summary>
internal sealed class ContinuationCheck(IStoreUnderTest store, WebhookReceiver receiver, Violations violations)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until nothing is left to be delivered; the nodes are up.</summary>
    /// <param name="limit">No longer than that: what is left is found at rest.</param>
    public async Task WaitAsync(TimeSpan limit)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < limit; await Task.Delay(Poll))
        {
            await using DbConnection connection = await store.OpenAsync();
            if (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM deliveries WHERE state = 'pending'") == 0) return;
        }
    }

    /// <summary>Checks every accepted batch against the database and the receiver's log; the nodes are down.</summary>
    public async Task RunAsync(IReadOnlyList<AcceptedBatch> accepted)
    {
        await using DbConnection connection = await store.OpenAsync();
        await CheckMessagesAsync(connection);
        Dictionary<string, string?> after = (await connection.QueryAsync<(string Id, string? After)>("SELECT id, after_batch_id FROM batches"))
            .ToDictionary(b => b.Id, b => b.After);
        foreach (AcceptedBatch batch in accepted)
        {
            bool isThere = after.TryGetValue(batch.BatchId.ToString(), out string? waitsFor);
            violations.Require(!isThere || waitsFor == batch.After?.ToString(), $"Batch {batch.BatchId}: waits for '{waitsFor}', not for '{batch.After}'.");
        }
    }

    private async Task CheckMessagesAsync(DbConnection connection)
    {
        Dictionary<Guid, (Guid Batch, int Run)> rows = (await connection.QueryAsync<(string Id, string Batch, long Run)>(
            "SELECT id, batch_id, run FROM deliveries")).ToDictionary(d => Guid.Parse(d.Id), d => (Guid.Parse(d.Batch), (int)d.Run));
        HashSet<Guid> taken = [];
        foreach (TakenMessage message in receiver.Taken)
        {
            taken.Add(message.Id);
            violations.Require(
                rows.TryGetValue(message.Id, out (Guid, int) row) && row == (message.BatchId, message.Run),
                $"Batch {message.BatchId}, run {message.Run}: was told under the id {message.Id}, which is not its delivery's.");
        }

        foreach ((Guid id, (Guid batch, int run)) in rows)
            violations.Require(taken.Contains(id), $"Batch {batch}, run {run}: nobody was told under the id {id}.");
    }
}
