using System.Globalization;
using BatchProcessing.Faults;

namespace BatchProcessing.Torture.Lives;

/// <summary>
/// Random lives until so many have ended by SIGKILL: a little more than half of them at the fault point that was hit
/// least so far, the others at a random time, some of them while starting or after having been frozen past their leases.
/// </summary>
/// <param name="kills">Lives to end by SIGKILL.</param>
/// <param name="seed">Chooses them.</param>
/// <param name="lease">How long leases last: frozen nodes sleep longer.</param>
public sealed class RandomLives(int kills, int seed, TimeSpan lease) : ILifePlan
{
    // How often a point may be passed before it kills: points reached once a document or a chunk are passed more often.
    private const int MostDocuments = 400;
    private const int MostChunks = 12;
    private const int MostBatches = 3;
    private const int KillsAFreeze = 8;
    private const int FreezeDraw = 90;
    private static readonly TimeSpan PointLimit = TimeSpan.FromSeconds(6);

    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _armed = FaultPoint.All.ToDictionary(p => p, _ => 0);

    /// <inheritdoc/>
    public int Kills => kills;

    /// <inheritdoc/>
    public Life? Draw(Toll toll)
    {
        lock (_lock)
        {
            if (toll.Kills >= kills) return null;
            return NextDraw(toll) switch
            {
                < 55 => AtPoint(toll),
                < 80 => new Life { Span = Upto(2000) },
                < 86 => new Life { Span = Upto(1500), IsFromStart = true },
                < 94 => new Life { Span = Upto(1000), Freeze = lease + Upto(1000) },
                _ => new Life { Span = Upto(1500), IsTerminated = true },
            };
        }
    }

    // Freezes are the rarest, and what fences are for: of eight kills there is one at least.
    private int NextDraw(Toll toll) => toll.Freezes * KillsAFreeze < toll.Kills ? FreezeDraw : _random.Next(100);

    private Life AtPoint(Toll toll)
    {
        string point = FaultPoint.All.MinBy(p => (toll.HitsOf(p), _armed[p]))!;
        _armed[point]++;
        int most = point switch
        {
            FaultPoint.MidChunk => MostDocuments,
            FaultPoint.AfterClaim or FaultPoint.AfterResultBlob or FaultPoint.BeforeChunkCommit or FaultPoint.AfterChunkCommit
                or FaultPoint.AfterInputBlob => MostChunks,
            _ => MostBatches,
        };
        return new Life
        {
            KillAt = string.Create(CultureInfo.InvariantCulture, $"{point}:{_random.Next(1, most + 1)}"),
            Span = PointLimit,
        };
    }

    private TimeSpan Upto(int milliseconds) => TimeSpan.FromMilliseconds(_random.Next(milliseconds + 1));
}
