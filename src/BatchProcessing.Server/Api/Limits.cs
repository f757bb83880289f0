using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Idempotency;
using BatchProcessing.Live;
using BatchProcessing.Models;
using BatchProcessing.Processing;
using BatchProcessing.Retention;
using BatchProcessing.Server.Api.Events;
using BatchProcessing.Server.Api.Results;
using BatchProcessing.Server.Api.Uploads;
using BatchProcessing.Server.Hosting;
using BatchProcessing.Tenants;
using BatchProcessing.Webhooks;

namespace BatchProcessing.Server.Api;

/// <summary>The limits in force. Sizes are in bytes, times in seconds.</summary>
public sealed record Limits
{
    /// <summary>Bytes of one request.</summary>
    public required long RequestBytes { get; init; }

    /// <summary>Bytes of one file of a form.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Files of one request.</summary>
    public required int FilesPerRequest { get; init; }

    /// <summary>Documents of one batch.</summary>
    public required long DocumentsPerBatch { get; init; }

    /// <summary>UTF-8 bytes of one document's text.</summary>
    public required int TextBytes { get; init; }

    /// <summary>UTF-8 bytes of a document's source, and of its timestamp.</summary>
    public required int FieldBytes { get; init; }

    /// <summary>Columns of a table.</summary>
    public required int Columns { get; init; }

    /// <summary>How many times larger a gzip body may become.</summary>
    public required int GzipRatio { get; init; }

    /// <summary>Bytes that an archive or an Office document may unpack to.</summary>
    public required long UnpackedBytes { get; init; }

    /// <summary>How many times larger an entry of an archive may become.</summary>
    public required int UnpackedRatio { get; init; }

    /// <summary>Entries of an archive or an Office document.</summary>
    public required int ArchiveEntries { get; init; }

    /// <summary>Uploads in progress at a time.</summary>
    public required int ConcurrentUploads { get; init; }

    /// <summary>Documents that must have ended before maxFailureRatio is looked at.</summary>
    public required int FailureSample { get; init; }

    /// <summary>Characters of an idempotency key.</summary>
    public required int IdempotencyKeyCharacters { get; init; }

    /// <summary>How long an idempotency key is remembered.</summary>
    public required double IdempotencySeconds { get; init; }

    /// <summary>Waiting documents above which uploads are told to come again.</summary>
    public required long QueuedDocuments { get; init; }

    /// <summary>Documents after which a chunk ends.</summary>
    public required int ChunkDocuments { get; init; }

    /// <summary>Bytes after which a chunk ends.</summary>
    public required int ChunkBytes { get; init; }

    /// <summary>Attempts a chunk gets.</summary>
    public required int ChunkAttempts { get; init; }

    /// <summary>How long a chunk is leased without a heartbeat.</summary>
    public required double LeaseSeconds { get; init; }

    /// <summary>How often a lease is renewed.</summary>
    public required double HeartbeatSeconds { get; init; }

    /// <summary>How long the work on one chunk may take.</summary>
    public required double ChunkTimeoutSeconds { get; init; }

    /// <summary>MiB of memory above which chunks are worked on by one worker of a node at a time.</summary>
    public required int MemoryThresholdMb { get; init; }

    /// <summary>Bytes of a finished model.</summary>
    public required int ModelBytes { get; init; }

    /// <summary>Labels of a tenant's model.</summary>
    public required int ModelLabels { get; init; }

    /// <summary>Bytes of one label of a tenant's model.</summary>
    public required int ModelLabelBytes { get; init; }

    /// <summary>Bytes of all labels of a tenant's model, as JSON.</summary>
    public required int ModelLabelBytesInAll { get; init; }

    /// <summary>Bytes that what a training learns may take in memory, and the weights of a finished model.</summary>
    public required long TrainingMemoryBytes { get; init; }

    /// <summary>How long an ended batch is kept.</summary>
    public required double RetentionSeconds { get; init; }

    /// <summary>Live streams and waiting status requests of one node at a time.</summary>
    public required int Watchers { get; init; }

    /// <summary>Those of one tenant.</summary>
    public required int WatchersPerTenant { get; init; }

    /// <summary>The longest wait of a status request.</summary>
    public required double WaitSeconds { get; init; }

    /// <summary>How long the reader of a stream may take nothing.</summary>
    public required double StreamWriteSeconds { get; init; }

    /// <summary>Connections of one node at a time.</summary>
    public required int Connections { get; init; }

    /// <summary>Bytes a second that the reader of an answer must take.</summary>
    public required int ResponseBytesPerSecond { get; init; }

    /// <summary>Searches of one node for documents of large batches at a time; of a tenant it is one.</summary>
    public required int DocumentSearches { get; init; }

    /// <summary>Searches of one tenant that may wait.</summary>
    public required int WaitingSearches { get; init; }

    /// <summary>Documents of a synchronous batch.</summary>
    public required int SynchronousDocuments { get; init; }

    /// <summary>Bytes of a synchronous batch.</summary>
    public required long SynchronousBytes { get; init; }

    /// <summary>Bytes of all synchronous batches of one node at a time.</summary>
    public required long SynchronousBytesInFlight { get; init; }

    /// <summary>Registered webhooks of a tenant.</summary>
    public required int WebhooksPerTenant { get; init; }

    /// <summary>Characters of a webhook's address.</summary>
    public required int WebhookUrlCharacters { get; init; }

    /// <summary>Tries of a delivery.</summary>
    public required int WebhookAttempts { get; init; }

    /// <summary>How long one try may take.</summary>
    public required double WebhookTimeoutSeconds { get; init; }

    /// <summary>The wait before the second try; each further one is five times as long.</summary>
    public required double WebhookFirstDelaySeconds { get; init; }

    /// <summary>The longest wait between two tries.</summary>
    public required double WebhookMaxDelaySeconds { get; init; }

    /// <summary>Tries in progress at one host.</summary>
    public required int WebhooksPerHost { get; init; }

    /// <summary>How long the secret before a rotation signs as well.</summary>
    public required double WebhookSecretGraceSeconds { get; init; }

    /// <summary>Networks that webhooks may reach although they are not public.</summary>
    public required IReadOnlyList<string> WebhookNetworks { get; init; }

    /// <summary>What the caller's tenant may have beside all that.</summary>
    public required TenantLimits Tenant { get; init; }

    internal static Limits Of(UploadOptions uploads, ChunkOptions chunks, BatchProcessorOptions processing, RetentionOptions retention, LiveOptions live, WebhookOptions webhooks, HttpOptions http, TenantLimits tenant) => new()
    {
        Tenant = tenant,
        RequestBytes = uploads.MaxRequestBytes,
        FileBytes = uploads.MaxFileBytes,
        FilesPerRequest = uploads.MaxFiles,
        DocumentsPerBatch = uploads.MaxDocuments,
        TextBytes = uploads.MaxTextBytes,
        FieldBytes = DocumentIntake.MaxFieldBytes,
        Columns = uploads.MaxColumns,
        GzipRatio = uploads.MaxGzipRatio,
        UnpackedBytes = uploads.MaxUnpackedBytes,
        UnpackedRatio = uploads.MaxUnpackedRatio,
        ArchiveEntries = uploads.MaxArchiveEntries,
        ConcurrentUploads = uploads.MaxConcurrentUploads,
        FailureSample = uploads.FailureSample,
        IdempotencyKeyCharacters = IdempotencyKeys.MaxCharacters,
        IdempotencySeconds = uploads.IdempotencyTime.TotalSeconds,
        QueuedDocuments = uploads.MaxQueuedDocuments,
        ChunkDocuments = chunks.MaxDocuments,
        ChunkBytes = chunks.MaxBytes,
        ChunkAttempts = processing.MaxRetries + 1,
        LeaseSeconds = chunks.LeaseTime.TotalSeconds,
        HeartbeatSeconds = chunks.Heartbeat.TotalSeconds,
        ChunkTimeoutSeconds = chunks.Timeout.TotalSeconds,
        MemoryThresholdMb = chunks.MemoryThresholdMb,
        ModelBytes = uploads.MaxModelBytes,
        ModelLabels = LabelLimits.MaxLabels,
        ModelLabelBytes = LabeledCsv.MaxLabelBytes,
        ModelLabelBytesInAll = LabelLimits.MaxBytes,
        TrainingMemoryBytes = ModelTrainer.MaxMemory,
        RetentionSeconds = retention.KeepFor.TotalSeconds,
        Watchers = live.MaxWatchers,
        WatchersPerTenant = WatcherLimit.MaxOfTenantOf(live),
        WaitSeconds = live.MaxWait.TotalSeconds,
        StreamWriteSeconds = live.WriteTimeout.TotalSeconds,
        DocumentSearches = ScanLine.MaxOfNode,
        WaitingSearches = ScanLine.MaxWaiting,
        Connections = http.MaxConnections,
        ResponseBytesPerSecond = http.MinResponseBytesPerSecond,
        SynchronousDocuments = SynchronousAnalysis.MaxDocuments,
        SynchronousBytes = AnalysisBudget.MaxBodyBytesOf(uploads),
        SynchronousBytesInFlight = uploads.AnalysisBytesInFlight,
        WebhooksPerTenant = webhooks.MaxPerTenant,
        WebhookUrlCharacters = WebhookUrls.MaxCharacters,
        WebhookAttempts = webhooks.MaxAttempts,
        WebhookTimeoutSeconds = webhooks.Timeout.TotalSeconds,
        WebhookFirstDelaySeconds = webhooks.FirstDelay.TotalSeconds,
        WebhookMaxDelaySeconds = webhooks.MaxDelay.TotalSeconds,
        WebhooksPerHost = webhooks.MaxPerHost,
        WebhookNetworks = webhooks.AllowedNetworks,
        WebhookSecretGraceSeconds = webhooks.SecretGrace.TotalSeconds,
    };
}
