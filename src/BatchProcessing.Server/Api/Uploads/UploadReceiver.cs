using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Problems;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>Streams the body of one bulk upload into a batch, whatever its content type.</summary>
internal sealed class UploadReceiver(
    BatchSubmitter submitter, AnalysisCatalog analyses, IOptions<UploadOptions> limits)
{
    private static readonly Dictionary<string, FileKind> RawKinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text/csv"] = FileKind.Csv,
        ["application/csv"] = FileKind.Csv,
        ["text/tab-separated-values"] = FileKind.Csv,
        ["application/x-ndjson"] = FileKind.JsonLines,
        ["application/ndjson"] = FileKind.JsonLines,
        ["application/jsonl"] = FileKind.JsonLines,
        ["application/x-jsonlines"] = FileKind.JsonLines,
    };

    /// <summary>The content types of tables that may be the raw body.</summary>
    public static IEnumerable<string> RawTypes => RawKinds.Keys;

    /// <summary>Receives the whole body and seals the batch.</summary>
    /// <exception cref="UploadRejectedException">The upload is refused; nothing of it stays.</exception>
    public async Task<UploadReceipt> ReceiveAsync(HttpRequest request, string tenantId, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type))
            throw Unsupported(request.ContentType);
        BatchOptions options = BatchOptions.FromQuery(request.Query);
        await using Stream body = RequestBody.Open(request, limits.Value);
        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            var files = new MultipartFiles(type, body, options.Fields, limits.Value);
            return await ReceiveFilesAsync(files, options, tenantId, cancellationToken);
        }

        if (!RawKinds.TryGetValue(type.MediaType.Value ?? "", out FileKind kind)) throw Unsupported(type.MediaType.Value);
        return await ReceiveTableAsync(kind, body, options, tenantId, cancellationToken);
    }

    private async Task<UploadReceipt> ReceiveTableAsync(
        FileKind kind, Stream body, BatchOptions options, string tenantId, CancellationToken cancellationToken)
    {
        await using Upload upload = await submitter.BeginAsync(await options.ToRequestAsync(tenantId, analyses, cancellationToken), cancellationToken);
        SourceFile table = await upload.AddFileAsync(new UploadFileReader(options.ToTable()), null, kind, body, cancellationToken);
        if (table.Bytes == 0) throw new UploadRejectedException("no-files", "The body is empty.");
        return await SealAsync(upload, cancellationToken);
    }

    private async Task<UploadReceipt> ReceiveFilesAsync(
        MultipartFiles files, BatchOptions options, string tenantId, CancellationToken cancellationToken)
    {
        if (await files.NextAsync(cancellationToken) is not { } file)
            throw new UploadRejectedException("no-files", "The form has no file.");
        var reader = new UploadFileReader(options.ToTable());
        await using Upload upload = await submitter.BeginAsync(await options.ToRequestAsync(tenantId, analyses, cancellationToken), cancellationToken);
        for (UploadFile? next = file; next is not null; next = await files.NextAsync(cancellationToken))
            await upload.AddFileAsync(reader, next.Name, next.Kind, next.Content, cancellationToken);

        return await SealAsync(upload, cancellationToken);
    }

    private static async Task<UploadReceipt> SealAsync(Upload upload, CancellationToken cancellationToken)
    {
        Batch batch = await upload.SealAsync(cancellationToken);
        return new UploadReceipt(batch.Id, batch.DocumentCount, upload.Intake.FirstIds, BatchLinks.Of(batch.Id));
    }

    private static UploadRejectedException Unsupported(string? type) => new(
        "unsupported-media-type",
        $"The content type '{type}' is not taken; send multipart/form-data, text/csv or application/x-ndjson.");
}
