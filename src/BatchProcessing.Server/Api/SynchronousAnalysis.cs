using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Tenants;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api;

/// <summary>Analyses a small JSON array of documents within one request, by the same path as a chunk of a batch.</summary>
internal sealed class SynchronousAnalysis(
    AnalysisCatalog catalog, ChunkProcessor processor, IDocumentQuotaStore usage, IOptions<UploadOptions> limits, TimeProvider clock)
{
    public const int MaxDocuments = 1000;

    public async Task<AnalysedBatch> AnalyseAsync(Stream body, BatchRequest request, DocumentQuota quota, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        byte[] lines = await ReadAsync(body, cancellationToken);
        var blobs = new SingleBlob();
        var options = new ChunkOptions { MaxDocuments = MaxDocuments + 1, MaxBytes = int.MaxValue };
        using var writer = new ChunkWriter(blobs, options, Guid.Empty);
        var intake = new DocumentIntake(writer, limits.Value, request.FailOnInvalid);
        intake.BeginSource(null);
        await new JsonLinesReader(new TableOptions()).ReadAsync(new MemoryStream(lines), intake, cancellationToken);
        IReadOnlyList<Chunk> chunks = await writer.CompleteAsync(cancellationToken);
        if (chunks.Count == 0) return AnalysedBatch.Empty;
        await usage.CountAsync(request.TenantId, intake.Count, quota, cancellationToken);
        using ChunkResultLines result = await processor.ProcessAsync(
            await catalog.PlanAsync(request.TenantId, request.Models), blobs.Content, blobs.Content.Length, chunks[0].DocumentCount, cancellationToken);
        return AnalysedBatch.From(result, request.Models.ByAnalysis.Keys, clock.GetElapsedTime(start));
    }

    /// <summary>Makes JSON lines of the array's elements.</summary>
    private async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        int limit = Math.Min(64 << 20, limits.Value.MaxTextBytes * 8);
        using JsonDocument json = await ParseAsync(new Uploads.LimitedStream(body, limit, () => new UploadRejectedException(
            "payload-too-large", $"The request has more than {limit} bytes; use bulk-upload.")), cancellationToken);
        if (json.RootElement.ValueKind != JsonValueKind.Array)
            throw new UploadRejectedException(ProblemType.Validation, "The body is not a JSON array.");
        int count = json.RootElement.GetArrayLength();
        if (count > MaxDocuments)
            throw new UploadRejectedException("too-many-documents", $"The array has {count} documents, more than {MaxDocuments}; use bulk-upload.");
        var lines = new ArrayBufferWriter<byte>();
        foreach (JsonElement element in json.RootElement.EnumerateArray()) WriteLine(lines, element);
        return lines.WrittenSpan.ToArray();
    }

    private static void WriteLine(ArrayBufferWriter<byte> lines, JsonElement element)
    {
        bool isText = element.ValueKind == JsonValueKind.String;
        if (isText) lines.Write("{\"text\":"u8);
        // As it came: writing it anew throws at half of a surrogate pair, which is that document's error alone. Line
        // feeds stand between tokens only, for inside strings they are escaped.
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8Value(element);
        raw.Replace(lines.GetSpan(raw.Length), (byte)'\n', (byte)' ');
        lines.Advance(raw.Length);
        if (isText) lines.Write("}"u8);
        lines.Write("\n"u8);
    }

    private static async Task<JsonDocument> ParseAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        }
        catch (JsonException e)
        {
            throw new UploadRejectedException(ProblemType.Validation, $"The body is not JSON: {e.Message}");
        }
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
