using BatchProcessing.Batches;
using BatchProcessing.Jobs;

namespace BatchProcessing.Telemetry;

/// <summary>The batches of a lane that have one status and have not ended.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Status">The status.</param>
/// <param name="Batches">How many.</param>
/// <param name="OpenDocuments">Their documents without an outcome.</param>
/// <param name="OldestChange">When the one that changed longest ago did.</param>
public sealed record QueueDepth(Lane Lane, BatchStatus Status, long Batches, long OpenDocuments, DateTimeOffset OldestChange);
