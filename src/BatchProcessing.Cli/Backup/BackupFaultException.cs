namespace BatchProcessing.Cli.Backup;

/// <summary>A backup that cannot be taken or trusted; the message says all that is wrong with it, a line each.</summary>
/// <param name="message">What is wrong.</param>
internal sealed class BackupFaultException(string message) : IOException(message)
{
    private const int MostShown = 20;

    /// <summary>Makes one of many faults.</summary>
    public BackupFaultException(IReadOnlyCollection<string> faults)
        : this(string.Join('\n', faults.Take(MostShown)) + (faults.Count > MostShown ? $"\n… and {faults.Count - MostShown} more" : ""))
    {
    }
}
