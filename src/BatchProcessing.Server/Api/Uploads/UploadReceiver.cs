using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Idempotency;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Storage;
using BatchProcessing.Tenants;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>Streams the body of one bulk upload into a batch, whatever its content type.</summary>
internal sealed class UploadReceiver(
    BatchSubmitter submitter,
    AnalysisCatalog analyses,
    IdempotencyKeys keys,
    UploadReplay replay,
    IDocumentQuotaStore usage,
    IOptions<UploadOptions> limits,
    IOptions<TenantOptions> tenants,
    DataFolder folder)
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
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = FileKind.Workbook,
        ["application/vnd.ms-excel"] = FileKind.Workbook,
        ["application/zip"] = FileKind.Archive,
    };

    /// <summary>The content types that a body which is one file may have.</summary>
    public static IEnumerable<string> RawTypes => RawKinds.Keys;

    /// <summary>Receives the whole body and seals the batch; the same upload under the same key is the same batch.</summary>
    /// <exception cref="UploadRejectedException">The upload is refused; nothing of it stays.</exception>
    public async Task<UploadReceipt> ReceiveAsync(HttpRequest request, TenantAccount tenant, CancellationToken cancellationToken)
    {
        BatchOptions options = BatchOptions.FromQuery(request.Query);
        var right = UploadRight.Of(request.HttpContext);
        await using Stream body = right.Watch(RequestBody.Open(request, limits.Value));
        IUploadFiles files = Open(request, body, options);
        if (IdempotencyHeader.Read(request) is not { } key)
            return await StoreAsync(files, options, tenant, right, lease: null, cancellationToken);
        IdempotencyReservation reserved = await keys.ReserveAsync(tenant.Id, key, cancellationToken);
        if (reserved.Record is { } record) return await replay.RunAsync(files, options, record, tenant.Id, cancellationToken);
        await using IAsyncDisposable holding = keys.Hold(reserved.Lease!);
        return await StoreAsync(files, options, tenant, right, reserved.Lease, cancellationToken);
    }

    private IUploadFiles Open(HttpRequest request, Stream body, BatchOptions options)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)) throw Unsupported(request.ContentType);
        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return new MultipartFiles(type, body, options.Fields, limits.Value);
        return RawKinds.TryGetValue(type.MediaType.Value ?? "", out FileKind kind)
            ? new RawTable(new DeclaredFile(null, kind, DeclaredCharset.Of(request.ContentType)), Limit(kind, body))
            : throw Unsupported(type.MediaType.Value);
    }

    private async Task<UploadReceipt> StoreAsync(
        IUploadFiles files, BatchOptions options, TenantAccount tenant, UploadRight right, IdempotencyLease? lease, CancellationToken cancellationToken)
    {
        if (await files.NextAsync(cancellationToken) is not { } first)
            throw new UploadRejectedException("no-files", "The form has no file.");
        var reader = new UploadFileReader(options.ToTable(), folder.Spool);
        var fingerprint = new UploadFingerprint();
        DocumentAllowance allowance = await usage.AllowAsync(
            tenant.Id, tenants.Value.LimitsOf(tenant).Documents, limits.Value.MaxDocuments, cancellationToken);
        BatchRequest asked = await options.ToRequestAsync(tenant.Id, analyses, cancellationToken);
        await using Upload upload = await submitter.BeginAsync(asked with { Lane = tenant.Tier.Lane(), Allowance = allowance }, cancellationToken);
        for (UploadFile? file = first; file is not null; file = await files.NextAsync(cancellationToken))
        {
            SourceFile source = await upload.AddFileAsync(reader, file.Declared, file.Content, cancellationToken);
            if (file.Name is null && source.Bytes == 0) throw new UploadRejectedException("no-files", "The body is empty.");
            fingerprint.Add(file, source.Sha256);
        }

        IdempotencyClaim? claim = lease is null ? null : new IdempotencyClaim(lease, fingerprint.Of(options.Fields));
        await right.CheckAsync(cancellationToken);
        Batch batch = await upload.SealAsync(claim, cancellationToken);
        return UploadReceipt.Of(batch, upload.Intake.FirstIds);
    }

    // Lines are read as they come; other files are kept on disk while they are read, so theirs is the limit of a file.
    private Stream Limit(FileKind kind, Stream body) => kind is FileKind.Csv or FileKind.JsonLines
        ? body
        : new LimitedStream(body, limits.Value.MaxFileBytes, () => FileSize.TooLarge("The body", limits.Value.MaxFileBytes));

    private static UploadRejectedException Unsupported(string? type) => new(
        "unsupported-media-type",
        $"The content type '{type}' is not taken; send multipart/form-data, text/csv, application/x-ndjson, an Excel workbook or application/zip.");
}
