namespace BatchProcessing.Torture;

/// <summary>What a torture run did and found.</summary>
public sealed record TortureReport
{
    /// <summary>sqlite or postgres.</summary>
    public required string Store { get; init; }

    /// <summary>Server processes.</summary>
    public required int Nodes { get; init; }

    /// <summary>What chose the uploads.</summary>
    public required int Seed { get; init; }

    /// <summary>The rule that was broken on purpose, or null.</summary>
    public string? BrokenRule { get; init; }

    /// <summary>Processes killed, at random times and at fault points.</summary>
    public required int Kills { get; init; }

    /// <summary>Processes killed at a random time.</summary>
    public required int RandomKills { get; init; }

    /// <summary>Processes killed at each fault point.</summary>
    public required IReadOnlyDictionary<string, int> Hits { get; init; }

    /// <summary>Processes frozen for longer than their leases.</summary>
    public required int Freezes { get; init; }

    /// <summary>Threads held at a fault point.</summary>
    public required int Holds { get; init; }

    /// <summary>Processes asked to stop.</summary>
    public required int Terminations { get; init; }

    /// <summary>Immediate restarts of the database.</summary>
    public required int DatabaseRestarts { get; init; }

    /// <summary>Times that Redis was emptied.</summary>
    public required int RedisFlushes { get; init; }

    /// <summary>Uploads answered 202.</summary>
    public required int UploadsAccepted { get; init; }

    /// <summary>Uploads answered otherwise, by status; they were repeated.</summary>
    public required IReadOnlyDictionary<int, int> UploadsRefused { get; init; }

    /// <summary>Uploads without an answer; they were repeated.</summary>
    public required int UploadsUnanswered { get; init; }

    /// <summary>Messages about ends of batches that their receiver took; those that came twice are counted twice.</summary>
    public required int MessagesTaken { get; init; }

    /// <summary>Those of them that had been taken before: their sender died, or lost its lease, before it had marked them.</summary>
    public required int MessagesTakenAgain { get; init; }

    /// <summary>Messages that their receiver refused on purpose.</summary>
    public required int MessagesRefused { get; init; }

    /// <summary>Batches cancelled, paused, resumed and retried while nodes died, by move.</summary>
    public required IReadOnlyDictionary<string, int> Moves { get; init; }

    /// <summary>Batches in the database at the end.</summary>
    public required int Batches { get; init; }

    /// <summary>Blobs that no row named when the batches had ended; the nodes deleted them.</summary>
    public required int Orphans { get; init; }

    /// <summary>Result lines of accepted batches.</summary>
    public required long Documents { get; init; }

    /// <summary>Documents that failed as poison because three kills met them alone.</summary>
    public required long ConvictedDocuments { get; init; }

    /// <summary>Where the files of the run are, if they stay.</summary>
    public required string Folder { get; init; }

    /// <summary>Seconds in all.</summary>
    public required double Seconds { get; init; }

    /// <summary>How much was found that must not be.</summary>
    public int Violations => ViolationTexts.Count;

    /// <summary>What was found that must not be.</summary>
    public required IReadOnlyList<string> ViolationTexts { get; init; }
}
