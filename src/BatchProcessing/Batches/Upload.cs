using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Idempotency;

namespace BatchProcessing.Batches;

/// <summary>An upload in progress: documents go in through <see cref="Intake"/>, then it is sealed into a batch or vanishes.</summary>
public sealed class Upload : IAsyncDisposable
{
    private readonly BatchSubmitter _submitter;
    private readonly BatchRequest _request;
    private readonly ChunkWriter _writer;
    private readonly ITimer _heartbeat;
    private readonly List<SourceFile> _sources = [];
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

    /// <summary>Reads a file to its last byte: its documents go in, and its hash is kept.</summary>
    /// <param name="reader">Reads it by its kind.</param>
    /// <param name="file">What it is said to be.</param>
    /// <param name="content">Its content after decompression.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UploadRejectedException">A table's header cannot be used, or a limit of the upload is passed.</exception>
    public async Task<SourceFile> AddFileAsync(
        UploadFileReader reader, DeclaredFile file, Stream content, CancellationToken cancellationToken)
    {
        long before = Intake.Count;
        await using var hashed = new HashedStream(content);
        Intake.BeginSource(file.Name);
        await reader.ReadAsync(file, hashed, Intake, cancellationToken);
        string hash = await hashed.CompleteAsync(cancellationToken);
        var source = new SourceFile(file.Name, hash, hashed.Count, Intake.Count - before);
        _sources.Add(source);
        return source;
    }

    /// <summary>Makes the upload a batch. When the task ends the batch is durable and visible.</summary>
    /// <exception cref="UploadRejectedException">The reservation had expired.</exception>
    public Task<Batch> SealAsync(CancellationToken cancellationToken) => SealAsync(idempotency: null, cancellationToken);

    /// <summary>Makes the upload a batch and records it under the upload's key.</summary>
    /// <exception cref="UploadRejectedException">The reservation of the upload or of its key had expired.</exception>
    public async Task<Batch> SealAsync(IdempotencyClaim? idempotency, CancellationToken cancellationToken)
    {
        IReadOnlyList<Chunk> chunks = await _writer.CompleteAsync(cancellationToken);
        var content = new UploadContent(chunks, _writer.ByteCount, _sources, idempotency);
        Batch batch = await _submitter.SealAsync(BatchId, _request, content, cancellationToken);
        _sealed = true;
        return batch;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _heartbeat.DisposeAsync();
        if (!_sealed) await QuietlyDrainAsync();
        _writer.Dispose();
        await _submitter.CloseAsync(BatchId, _request.TenantId, _sealed);
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
