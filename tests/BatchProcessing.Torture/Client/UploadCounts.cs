using System.Collections.Concurrent;

namespace BatchProcessing.Torture.Client;

/// <summary>Counts how uploads were answered; safe for calls from any thread.</summary>
internal sealed class UploadCounts
{
    private int _accepted;
    private readonly ConcurrentDictionary<int, int> _refused = new();
    private int _unanswered;

    /// <summary>202.</summary>
    public int Accepted => _accepted;

    /// <summary>Any other status, and how often.</summary>
    public IReadOnlyDictionary<int, int> Refused => new SortedDictionary<int, int>(_refused);

    /// <summary>No answer: the node died, froze or was not there.</summary>
    public int Unanswered => _unanswered;

    /// <summary>Counts a 202.</summary>
    public void AddAccepted() => Interlocked.Increment(ref _accepted);

    /// <summary>Counts another status.</summary>
    public void AddRefused(int status) => _refused.AddOrUpdate(status, 1, (_, count) => count + 1);

    /// <summary>Counts an upload without an answer.</summary>
    public void AddUnanswered() => Interlocked.Increment(ref _unanswered);
}
