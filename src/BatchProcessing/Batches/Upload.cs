using BatchProcessing.Chunks;
using BatchProcessing.Documents;

namespace BatchProcessing.Batches;

/// <summary>An upload in progress: documents go in through <see cref="Intake"/>, then it is sealed into a batch or vanishes.</summary>
public sealed class Upload : IAsyncDisposable
{
    private readonly BatchSubmitter _submitter;
    private readonly BatchRequest _request;
    private readonly ChunkWriter _writer;
    private readonly ITimer _heartbeat;
    private bool _sealed;

    internal Upload(BatchSubmitter submitter, Guid batchId, BatchRequest request, ChunkWriter writer, DocumentIntake intake)
    {
        _submitter = submitter;
        _request = request;
        _writer = writer;
        BatchId = batchId;
        Intake = intake;
        _heartbeat = submitter.StartHeartbeat(batchId);
    }

    /// <summary>The id of the batch this becomes.</summary>
    public Guid BatchId { get; }

    /// <summary>Takes the documents.</summary>
    public DocumentIntake Intake { get; }

    /// <summary>Makes the upload a batch. When the task ends the batch is durable and visible.</summary>
    /// <exception cref="UploadRejectedException">The reservation had expired.</exception>
    public async Task<Batch> SealAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Chunk> chunks = await _writer.CompleteAsync(cancellationToken);
        Batch batch = await _submitter.SealAsync(BatchId, _request, chunks, _writer.ByteCount, cancellationToken);
        _sealed = true;
        return batch;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _heartbeat.DisposeAsync();
        if (!_sealed) await QuietlyDrainAsync();
        _writer.Dispose();
        await _submitter.CloseAsync(BatchId, _sealed);
    }

    private async Task QuietlyDrainAsync()
    {
        try
        {
            await _writer.DrainAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            // The upload is being thrown away; what broke it has been reported already.
        }
    }
}
