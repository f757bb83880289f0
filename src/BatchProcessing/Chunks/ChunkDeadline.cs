using BatchProcessing.Suspects;

namespace BatchProcessing.Chunks;

/// <summary>
/// Bounds the work on one chunk. When the time is up the work is cancelled and its lease is renewed no more; analysis that
/// has not stopped long after that never will. Writing the result of an analysis that came to its end has as long again.
/// </summary>
internal sealed class ChunkDeadline : IDisposable
{
    private readonly ChunkOptions _options;
    private readonly Breadcrumb _breadcrumb;
    private readonly IDisposable _holding;
    private readonly Action _onStuck;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private bool _isOver;
    private bool _isWriting;
    private bool _wasInside;

    /// <param name="options">The times.</param>
    /// <param name="clock">What measures them.</param>
    /// <param name="breadcrumb">Tells where the worker is.</param>
    /// <param name="holding">Ends the renewal of the lease.</param>
    /// <param name="onStuck">
    /// Called once when the analysis does not stop. A blob store that does not answer is waited for: it hangs in the next
    /// process too.
    /// </param>
    /// <param name="stopping">Cancels the work too.</param>
    public ChunkDeadline(
        ChunkOptions options, TimeProvider clock, Breadcrumb breadcrumb, IDisposable holding, Action onStuck, CancellationToken stopping)
    {
        _options = options;
        _breadcrumb = breadcrumb;
        _holding = holding;
        _onStuck = onStuck;
        _source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _timer = clock.CreateTimer(_ => Tick(), null, options.Timeout, options.StuckTime);
    }

    /// <summary>Cancels the work when the time is up.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Where the worker was when the time was up; null while it is not.</summary>
    public long? Place { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) _isOver = true;
        _timer.Dispose();
        _source.Dispose();
    }

    private void Tick()
    {
        lock (_lock)
        {
            if (_isOver) return;
            if (Place is not null) Watch();
            else if (!_isWriting && IsWriting) _isWriting = _timer.Change(_options.Timeout, _options.StuckTime);
            else End();
        }
    }

    private bool IsInside => _breadcrumb.Place != Breadcrumb.Outside;

    private bool IsWriting => !IsInside && _breadcrumb.HasWorked;

    private void End()
    {
        Place = _breadcrumb.Place;
        _wasInside = IsInside;
        _holding.Dispose();
        _source.Cancel();
    }

    // Twice in a row: work that a slow blob store let go on a moment ago sees that it was cancelled.
    private void Watch()
    {
        _isOver = _wasInside && IsInside;
        _wasInside = IsInside;
        if (_isOver) _onStuck();
    }
}
