using System.Collections.Concurrent;

namespace BatchProcessing.Torture.Lives;

/// <summary>Given lives, one after the other: a provocation that is certain, not likely.</summary>
public sealed class ListedLives(params IReadOnlyCollection<Life> lives) : ILifePlan
{
    private readonly ConcurrentQueue<Life> _lives = new(lives);

    /// <inheritdoc/>
    public int Kills { get; } = lives.Count(l => !l.IsTerminated);

    /// <inheritdoc/>
    public Life? Draw(Toll toll) => _lives.TryDequeue(out Life? life) ? life : null;
}
