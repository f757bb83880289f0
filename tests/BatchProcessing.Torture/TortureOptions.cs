using BatchProcessing.Torture.Lives;

namespace BatchProcessing.Torture;

/// <summary>What one torture run does.</summary>
public sealed record TortureOptions
{
    /// <summary>The server's assembly, a Debug build: only those have fault points.</summary>
    public required FileInfo Server { get; init; }

    /// <summary>The database the nodes stand on.</summary>
    public TortureStore Store { get; init; }

    /// <summary>Server processes, 1–16; exactly 1 on SQLite.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>How the nodes live and die; when it ends, every node is started once more and left alone.</summary>
    public required ILifePlan Lives { get; init; }

    /// <summary>Chooses the uploads.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Immediate restarts of the database, spread over the run; none on SQLite.</summary>
    public int DatabaseRestarts { get; init; }

    /// <summary>Times that the queues are emptied, spread over the run; above 0 they are on a private Redis server.</summary>
    public int RedisFlushes { get; init; }

    /// <summary>Whether batches are cancelled, paused, resumed and retried at random.</summary>
    public bool IsOperated { get; init; }

    /// <summary>The rule that every node breaks (the environment variable <c>FAULT_BREAK</c>), or null.</summary>
    public string? BrokenRule { get; init; }

    /// <summary>Settings of the nodes beside the usual ones, as <c>Section:Key=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>How long accepted batches may stand still, once the nodes are left alone, before they count as stuck.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many documents an upload has.</summary>
    public UploadSize Size { get; init; } = new(1, 300);

    /// <summary>Whether the files of the run stay; after violations they do, unless a rule was broken.</summary>
    public bool Keep { get; init; }
}
