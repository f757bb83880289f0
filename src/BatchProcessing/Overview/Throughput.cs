namespace BatchProcessing.Overview;

/// <summary>How fast a batch went.</summary>
/// <param name="Step">The time of each step.</param>
/// <param name="Documents">Documents whose chunks ended in each step, from the start of the run.</param>
public sealed record Throughput(TimeSpan Step, IReadOnlyList<long> Documents);
