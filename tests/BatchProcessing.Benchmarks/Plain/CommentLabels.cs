using System.Collections.Concurrent;

namespace BatchProcessing.Benchmarks.Plain;

/// <summary>The results of the plain jobs by document, in memory.</summary>
/// <param name="expected">Documents that must come.</param>
internal sealed class CommentLabels(int expected)
{
    private readonly ConcurrentDictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Ends when every document has its label.</summary>
    public Task All => _all.Task;

    /// <summary>How many documents have each label.</summary>
    public IReadOnlyDictionary<string, int> Histogram => _labels.Values.CountBy(label => label).ToDictionary();

    /// <summary>Keeps a label; a job that ran twice counts once.</summary>
    public void Add(string id, string label)
    {
        if (label.Length == 0)
            throw new ArgumentException($"The document {id} has no label.", nameof(label));
        if (_labels.TryAdd(id, label) && Interlocked.Increment(ref _count) == expected)
            _all.SetResult();
    }
}
