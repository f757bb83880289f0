using BatchProcessing.Suspects;

namespace BatchProcessing.Chunks;

/// <summary>
/// Bounds the work on one chunk. When the time is up the work is cancelled and its lease is renewed no more; when it has
/// not stopped long after that, it never will.
/// </summary>
internal sealed class ChunkDeadline : IDisposable
{
    private readonly Breadcrumb _breadcrumb;
    private readonly IDisposable _holding;
    private readonly Action _onStuck;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private bool _isOver;

    /// <param name="options">The times.</param>
    /// <param name="clock">What measures them.</param>
    /// <param name="breadcrumb">Tells where the worker is.</param>
    /// <param name="holding">Ends the renewal of the lease.</param>
    /// <param name="onStuck">Called once when the work does not stop.</param>
    /// <param name="stopping">Cancels the work too.</param>
    public ChunkDeadline(
        ChunkOptions options, TimeProvider clock, Breadcrumb breadcrumb, IDisposable holding, Action onStuck, CancellationToken stopping)
    {
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
            if (Place is not null)
            {
                _isOver = true;
                _onStuck();
                return;
            }

            Place = _breadcrumb.Place;
            _holding.Dispose();
            _source.Cancel();
        }
    }
}
