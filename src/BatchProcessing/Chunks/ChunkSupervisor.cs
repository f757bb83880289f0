using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Suspects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Chunks;

/// <summary>Keeps the processing of chunks within bounds: a suspect runs alone, and nothing runs for longer than it may.</summary>
public sealed class ChunkSupervisor(
    ChunkProcessor processor,
    SuspectGate gate,
    StuckWorker stuck,
    IOptions<ChunkOptions> options,
    TimeProvider clock,
    ILogger<ChunkSupervisor> logger)
{
    /// <summary>Processes a claimed chunk, or fails it unread when it has killed too often.</summary>
    /// <param name="batch">The chunk's batch.</param>
    /// <param name="lease">The claim.</param>
    /// <param name="breadcrumb">Follows the worker.</param>
    /// <param name="holding">Ends the renewal of the lease.</param>
    /// <param name="stopping">The service stops.</param>
    /// <exception cref="ChunkTimeoutException">The chunk took too long.</exception>
    internal async Task<ChunkOutcome> ProcessAsync(
        Batch batch, ChunkLease lease, Breadcrumb breadcrumb, IDisposable holding, CancellationToken stopping)
    {
        if (lease.Faults.IsConvicted)
        {
            logger.LogError("Batch {BatchId}: document {Ordinal} ended the process {Deaths} times and is not run again",
                lease.BatchId, lease.Chunk.FirstOrdinal, lease.Faults.Deaths);
            string message = $"The process ended {lease.Faults.Deaths} times while it analysed this document alone.";
            return await processor.FailAsync(batch, lease, ErrorCode.PoisonDocument, message, stopping);
        }

        using IDisposable pass = await gate.EnterAsync(alone: lease.Faults.IsSuspect, stopping);
        using var deadline = new ChunkDeadline(
            options.Value,
            clock,
            breadcrumb,
            holding,
            () => stuck.EndProcess(lease.BatchId, lease.Chunk.FirstOrdinal, breadcrumb.Place),
            stopping);
        try
        {
            return await processor.ProcessAsync(batch, lease, breadcrumb, deadline.Token);
        }
        catch (OperationCanceledException e) when (deadline.Place is { } place && !stopping.IsCancellationRequested)
        {
            throw new ChunkTimeoutException(place, e);
        }
    }
}
