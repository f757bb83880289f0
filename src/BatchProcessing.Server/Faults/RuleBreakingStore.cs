#if FAULT_INJECTION
using System.Collections.Concurrent;
using System.Reflection;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Faults;
using BatchProcessing.Server.Storage;
using Dapper;

namespace BatchProcessing.Server.Faults;

/// <summary>A batch store that breaks one rule and does everything else as the real one.</summary>
internal class RuleBreakingStore : DispatchProxy
{
    private static readonly TimeSpan CommitDelay = TimeSpan.FromSeconds(1);
    private static readonly SemaphoreSlim Counting = new(1);

    private readonly ConcurrentDictionary<Guid, (int Succeeded, int Failed)> _counters = new();
    private IBatchStore _store = null!;
    private ISqlDatabase _database = null!;
    private string _rule = "";

    /// <summary>Stands before a store.</summary>
    public static IBatchStore Over(IBatchStore store, ISqlDatabase database, string rule)
    {
        IBatchStore proxy = Create<IBatchStore, RuleBreakingStore>();
        var breaking = (RuleBreakingStore)(object)proxy;
        (breaking._store, breaking._database, breaking._rule) = (store, database, rule);
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        object? Go() => targetMethod!.Invoke(_store, BindingFlags.DoNotWrapExceptions, null, args, null);
        return (_rule, targetMethod!.Name) switch
        {
            (BrokenRule.NoFenceCheck, nameof(IBatchStore.CompleteChunkAsync)) => ForcedAsync(args!, () => (Task<ChunkCommit>)Go()!),
            (BrokenRule.NoFenceCheck, nameof(IBatchStore.CompleteAndClaimAsync)) => ForcedAsync(args!, () => (Task<ChunkHandover>)Go()!),
            (BrokenRule.AcceptBeforeCommit, nameof(IBatchStore.SealAsync)) => SealLater(() => (Task<bool>)Go()!),
            (BrokenRule.AttemptAfterRun, nameof(IBatchStore.ClaimChunkAsync)) => UncountedAsync((Task<ChunkLease?>)Go()!),
            (BrokenRule.AttemptAfterRun, nameof(IBatchStore.ClaimTurnAsync)) => UncountedAsync((Task<BatchTurn?>)Go()!),
            (BrokenRule.AttemptAfterRun, nameof(IBatchStore.CompleteChunkAsync)) => CountedAsync(args!, () => (Task<ChunkCommit>)Go()!),
            (BrokenRule.AttemptAfterRun, nameof(IBatchStore.CompleteAndClaimAsync)) => UncountedAsync(args!, () => (Task<ChunkHandover>)Go()!),
            (BrokenRule.InMemoryCounter, nameof(IBatchStore.CompleteChunkAsync)) => OverwrittenAsync(args!, () => (Task<ChunkCommit>)Go()!),
            (BrokenRule.InMemoryCounter, nameof(IBatchStore.CompleteAndClaimAsync)) => OverwrittenAsync(args!, () => (Task<ChunkHandover>)Go()!),
            (BrokenRule.NoSweep, nameof(IBatchStore.RequeueExpiredChunksAsync)) => Task.FromResult(0),
            (BrokenRule.NoSweep, nameof(IBatchStore.ListActiveAsync)) => Task.FromResult<IReadOnlyList<ActiveBatch>>([]),
            _ => Go(),
        };
    }

    /// <summary>Makes the lease look held, whoever holds the chunk now and whatever became of it.</summary>
    private async Task<T> ForcedAsync<T>(object?[] args, Func<Task<T>> commit)
    {
        var lease = (ChunkLease)args[0]!;
        await ExecuteAsync(
            "UPDATE chunks SET state = 'running', fence = @fence, lease_until = COALESCE(lease_until, 0) WHERE batch_id = @id AND first_ordinal = @first",
            new { id = BatchRow.KeyOf(lease.BatchId), first = lease.Chunk.FirstOrdinal, fence = lease.Fence });
        return await commit();
    }

    private static Task<bool> SealLater(Func<Task<bool>> seal)
    {
        _ = Task.Delay(CommitDelay).ContinueWith(_ => seal(), TaskScheduler.Default);
        return Task.FromResult(true);
    }

    private async Task<ChunkLease?> UncountedAsync(Task<ChunkLease?> claim)
    {
        ChunkLease? lease = await claim;
        await CountAsync(lease, -1);
        return lease;
    }

    private async Task<BatchTurn?> UncountedAsync(Task<BatchTurn?> claim)
    {
        BatchTurn? turn = await claim;
        await CountAsync(turn?.Lease, -1);
        return turn;
    }

    private async Task<ChunkHandover> UncountedAsync(object?[] args, Func<Task<ChunkHandover>> commit)
    {
        ChunkHandover handover = await CountedAsync(args, commit);
        await CountAsync(handover.Next, -1);
        return handover;
    }

    private async Task<T> CountedAsync<T>(object?[] args, Func<Task<T>> commit)
    {
        await CountAsync((ChunkLease)args[0]!, 1);
        return await commit();
    }

    private Task CountAsync(ChunkLease? lease, int change) => lease is null ? Task.CompletedTask : ExecuteAsync(
        "UPDATE chunks SET attempt = attempt + @change WHERE batch_id = @id AND first_ordinal = @first AND fence = @fence",
        new { id = BatchRow.KeyOf(lease.BatchId), first = lease.Chunk.FirstOrdinal, fence = lease.Fence, change });

    /// <summary>What this process remembers replaces what the row says; the commit then adds to it.</summary>
    private async Task<T> OverwrittenAsync<T>(object?[] args, Func<Task<T>> commit)
    {
        var lease = (ChunkLease)args[0]!;
        var outcome = (ChunkOutcome)args[1]!;
        await Counting.WaitAsync();
        try
        {
            (int succeeded, int failed) = _counters.GetValueOrDefault(lease.BatchId);
            await ExecuteAsync("UPDATE batches SET succeeded = @succeeded, failed = @failed WHERE id = @id",
                new { id = BatchRow.KeyOf(lease.BatchId), succeeded, failed });
            _counters[lease.BatchId] = (succeeded + outcome.Succeeded, failed + outcome.Failed);
            return await commit();
        }
        finally
        {
            Counting.Release();
        }
    }

    private Task<int> ExecuteAsync(string sql, object parameters) =>
        _database.WriteAsync(t => t.Connection!.ExecuteAsync(sql, parameters, t), CancellationToken.None);
}
#endif
