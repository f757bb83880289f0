using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Uploads;
using BatchProcessing.Tenants;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api;

/// <summary>Analyses a small JSON array of documents within one request, by the same path as a chunk of a batch.</summary>
internal sealed class SynchronousAnalysis(
    AnalysisCatalog catalog, ChunkProcessor processor, IDocumentQuotaStore usage, AnalysisBudget budget, IOptions<UploadOptions> limits, TimeProvider clock)
{
    public const int MaxDocuments = 1000;

    public async Task<AnalysedBatch> AnalyseAsync(HttpRequest source, BatchRequest request, DocumentQuota quota, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        using IDisposable room = budget.Take(request.TenantId, source.ContentLength);
        var blobs = new SingleBlob();
        var options = new ChunkOptions { MaxDocuments = MaxDocuments + 1, MaxBytes = int.MaxValue };
        using var writer = new ChunkWriter(blobs, options, Guid.Empty);
        var intake = new DocumentIntake(writer, limits.Value, request.FailOnInvalid);
        intake.BeginSource(null);
        await using (DocumentArray lines = await ReadAsync(source, cancellationToken))
            await new JsonLinesReader(new TableOptions()).ReadAsync(lines, intake, cancellationToken);
        IReadOnlyList<Chunk> chunks = await writer.CompleteAsync(cancellationToken);
        if (chunks.Count == 0) return AnalysedBatch.Empty;
        await usage.CountAsync(request.TenantId, intake.Count, quota, cancellationToken);
        using ChunkResultLines result = await processor.ProcessAsync(
            await catalog.PlanAsync(request.TenantId, request.Models), blobs.Content, blobs.Content.Length, chunks[0].DocumentCount, cancellationToken);
        return AnalysedBatch.From(result, request.Models.ByAnalysis.Keys, clock.GetElapsedTime(start));
    }

    private Task<DocumentArray> ReadAsync(HttpRequest source, CancellationToken cancellationToken)
    {
        int limit = (int)budget.MaxBodyBytes;
        var body = new LimitedStream(source.Body, limit, () => new UploadRejectedException(
            "payload-too-large", $"The request has more than {limit} bytes; use bulk-upload."));
        return DocumentArray.ReadAsync(body, (int)Math.Min(source.ContentLength ?? 0, limit), MaxDocuments, cancellationToken);
    }

    /// <summary>Keeps the one chunk of the request in memory.</summary>
    private sealed class SingleBlob : Blobs.IBlobStore
    {
        public byte[] Content { get; private set; } = [];

        public Task CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            Content = content.ToArray();
            return Task.CompletedTask;
        }

        public Task ProbeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SealFolderAsync(string folder, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteFolderAsync(string folder, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<Blobs.BlobEntry> ListAsync(string folder, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
