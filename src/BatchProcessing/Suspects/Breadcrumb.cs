namespace BatchProcessing.Suspects;

/// <summary>
/// The trace of one worker: where it is in its chunk, in memory that outlives the process. Following a worker costs one
/// plain store a document; nothing is flushed, for a power failure is no document's fault.
/// </summary>
public sealed unsafe class Breadcrumb : IDisposable
{
    /// <summary>Reading or writing blobs: a death here is not the chunk's fault.</summary>
    public const long Outside = -1;

    /// <summary>At work on the chunk as a whole: a death here may be its fault, but no one document's.</summary>
    public const long BetweenDocuments = -2;

    private readonly Breadcrumbs _owner;
    private readonly Breadcrumbs.Slot* _slot;
    private readonly long _first;
    private volatile bool _hasWorked;

    internal Breadcrumb(Breadcrumbs owner, Breadcrumbs.Slot* slot, long first)
    {
        _owner = owner;
        _slot = slot;
        _first = first;
    }

    /// <summary>Where the worker is: an ordinal or a negative place.</summary>
    public long Place => Volatile.Read(ref _slot->Place);

    /// <summary>Whether the worker was at work on the chunk, or is.</summary>
    public bool HasWorked => _hasWorked;

    /// <summary>The worker is now at the document of a line of its chunk.</summary>
    /// <param name="line">The line, from 0.</param>
    public void AtLine(int line) => At(_first + line);

    /// <summary>The worker is now at a document, at <see cref="Outside"/> or <see cref="BetweenDocuments"/>.</summary>
    /// <param name="place">The document's ordinal or the negative place.</param>
    public void At(long place)
    {
        if (place != Outside) _hasWorked = true;
        Volatile.Write(ref _slot->Place, place);
    }

    /// <summary>The chunk is out of the worker's hands.</summary>
    public void Dispose() => _owner.Return(_slot);
}
