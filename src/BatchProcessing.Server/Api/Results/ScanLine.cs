using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Api.Results;

/// <summary>
/// Where searches wait that read a batch from end to end: a node does two at a time, and one of a tenant. Tenants take
/// turns, so that nobody waits for more than one search of each other tenant. Safe for concurrent use.
/// </summary>
internal sealed class ScanLine
{
    /// <summary>Searches of a node at a time.</summary>
    public const int MaxOfNode = 2;

    /// <summary>Searches of one tenant that wait.</summary>
    public const int MaxWaiting = 64;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Tenant, List<TaskCompletionSource> Line)> _waiting = [];
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);

    /// <summary>Searches that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _waiting.Sum(w => w.Line.Count(t => !t.Task.IsCompleted));
        }
    }

    /// <summary>Waits for the tenant's turn.</summary>
    /// <param name="tenantId">Who searches.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    /// <returns>The place, which disposing gives back.</returns>
    /// <exception cref="QuotaExceededException">As many searches of the tenant wait as may.</exception>
    public async Task<IDisposable> EnterAsync(string tenantId, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn = Join(tenantId);
        await using CancellationTokenRegistration left = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
        return new Place(this, tenantId);
    }

    private TaskCompletionSource Join(string tenantId)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            List<TaskCompletionSource>? line = _waiting.FirstOrDefault(w => w.Tenant == tenantId).Line;
            if (line is null) _waiting.AddLast((tenantId, line = []));
            line.RemoveAll(t => t.Task.IsCompleted); // those who left
            if (line.Count >= MaxWaiting)
            {
                throw new QuotaExceededException(
                    ProblemType.RateLimited,
                    $"{MaxWaiting} searches of the tenant for documents wait on this node, as many as may; ask again later, or by ordinal.",
                    TimeSpan.FromSeconds(1));
            }

            line.Add(turn);
            Admit();
        }

        return turn;
    }

    private void Leave(string tenantId)
    {
        lock (_lock)
        {
            _running.Remove(tenantId);
            Admit();
        }
    }

    // Called under the lock. A tenant whose turn it was goes to the end.
    private void Admit()
    {
        LinkedListNode<(string Tenant, List<TaskCompletionSource> Line)>? node = _waiting.First;
        // Those who are put behind while it walks are running, and are passed by.
        while (node is not null && _running.Count < MaxOfNode)
        {
            LinkedListNode<(string Tenant, List<TaskCompletionSource> Line)>? next = node.Next;
            if (!_running.Contains(node.Value.Tenant))
            {
                _waiting.Remove(node);
                if (AdmitOne(node.Value.Line)) _running.Add(node.Value.Tenant);
                if (node.Value.Line.Count > 0) _waiting.AddLast(node);
            }

            node = next;
        }
    }

    private static bool AdmitOne(List<TaskCompletionSource> line)
    {
        while (line.Count > 0)
        {
            TaskCompletionSource turn = line[0];
            line.RemoveAt(0);
            if (turn.TrySetResult()) return true;
        }

        return false;
    }

    private sealed class Place(ScanLine line, string tenantId) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0) line.Leave(tenantId);
        }
    }
}
