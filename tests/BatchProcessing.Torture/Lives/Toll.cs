using BatchProcessing.Faults;

namespace BatchProcessing.Torture.Lives;

/// <summary>Counts what was done to the nodes; safe for calls from any thread.</summary>
public sealed class Toll
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _hits = new(FaultPoint.All.ToDictionary(p => p, _ => 0), StringComparer.Ordinal);
    private int _random;
    private int _freezes;
    private int _holds;
    private int _terminations;

    /// <summary>Lives ended by SIGKILL, at points and at random times.</summary>
    public int Kills
    {
        get
        {
            lock (_lock) return _random + _hits.Values.Sum();
        }
    }

    /// <summary>Lives ended by SIGKILL at a random time.</summary>
    public int RandomKills => _random;

    /// <summary>Times a node was frozen and went on.</summary>
    public int Freezes => _freezes;

    /// <summary>Times a thread was held at a fault point and went on.</summary>
    public int Holds => _holds;

    /// <summary>Lives ended by SIGTERM.</summary>
    public int Terminations => _terminations;

    /// <summary>Lives ended at each fault point.</summary>
    public IReadOnlyDictionary<string, int> Hits
    {
        get
        {
            lock (_lock) return new SortedDictionary<string, int>(_hits, StringComparer.Ordinal);
        }
    }

    /// <summary>Lives ended at a fault point.</summary>
    public int HitsOf(string point)
    {
        lock (_lock) return _hits[point];
    }

    /// <summary>Counts a kill at a random time.</summary>
    public void AddRandomKill() => Interlocked.Increment(ref _random);

    /// <summary>Counts a death at a fault point.</summary>
    public void AddHit(string point)
    {
        lock (_lock) _hits[point]++;
    }

    /// <summary>Counts a freeze.</summary>
    public void AddFreeze() => Interlocked.Increment(ref _freezes);

    /// <summary>Counts a thread that was held.</summary>
    public void AddHold() => Interlocked.Increment(ref _holds);

    /// <summary>Counts a termination.</summary>
    public void AddTermination() => Interlocked.Increment(ref _terminations);
}
