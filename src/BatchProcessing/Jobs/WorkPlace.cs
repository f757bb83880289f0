namespace BatchProcessing.Jobs;

/// <summary>Where a piece of work was done, for people: nothing is decided by it.</summary>
/// <param name="Node">The process, as <c>machine:process id</c>.</param>
/// <param name="JobId">The job engine's own id of the job, or null when it has none.</param>
public sealed record WorkPlace(string Node, string? JobId)
{
    private static readonly string ThisNode = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>A job of this process.</summary>
    public static WorkPlace Here(string? jobId) => new(ThisNode, jobId);
}
