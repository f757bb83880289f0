namespace BatchProcessing.Suspects;

/// <summary>
/// Lets chunks be worked on side by side, and a suspect alone: a death of the process is then its own. A waiting suspect
/// lets no further chunk in, so that it waits for the chunks in hand only.
/// </summary>
public sealed class SuspectGate : IDisposable
{
    private readonly SemaphoreSlim _turnstile = new(1);
    private readonly Lock _lock = new();
    private TaskCompletionSource? _empty;
    private int _inside;

    /// <summary>Waits until a chunk may be worked on; dispose the result when that is over.</summary>
    /// <param name="alone">Whether nothing may be worked on beside it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<IDisposable> EnterAsync(bool alone, CancellationToken cancellationToken)
    {
        await _turnstile.WaitAsync(cancellationToken);
        if (!alone)
        {
            lock (_lock) _inside++;
            _turnstile.Release();
            return new Pass(Leave);
        }

        try
        {
            await EmptyAsync().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _turnstile.Release();
            throw;
        }

        return new Pass(() => _turnstile.Release());
    }

    /// <inheritdoc/>
    public void Dispose() => _turnstile.Dispose();

    private Task EmptyAsync()
    {
        lock (_lock)
        {
            if (_inside == 0) return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_inside > 0) return;
            _empty?.SetResult();
            _empty = null;
        }
    }

    private sealed class Pass(Action leave) : IDisposable
    {
        private Action? _leave = leave;

        public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
    }
}
