namespace BatchProcessing.Suspects;

/// <summary>What is known against a chunk, apart from its attempts: these count what no exception told of.</summary>
/// <param name="IsSuspect">Its one document was at hand when a process died: nothing else runs beside it.</param>
/// <param name="Deaths">How often the process died while it ran alone.</param>
/// <param name="Losses">How often its worker vanished without a trace of which document was at hand.</param>
/// <param name="Timeouts">How often it took longer than a chunk may.</param>
public readonly record struct ChunkFaults(bool IsSuspect, int Deaths, int Losses, int Timeouts)
{
    /// <summary>Deaths alone after which a document is not run again.</summary>
    public const int DeathLimit = 3;

    /// <summary>Losses of one chunk after which it is cut: one alone may be the fault of anything else.</summary>
    public const int LossLimit = 2;

    /// <summary>Timeouts of one chunk after which it is cut, or its one document fails.</summary>
    public const int TimeoutLimit = 2;

    /// <summary>Whether its document killed so many processes that it fails unread.</summary>
    public bool IsConvicted => Deaths >= DeathLimit;
}
