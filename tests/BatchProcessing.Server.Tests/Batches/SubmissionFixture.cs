using System.Text;
using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Jobs;
using BatchProcessing.Outages;
using BatchProcessing.Retention;
using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Tests.Storage;
using BatchProcessing.Suspects;
using BatchProcessing.Webhooks;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Tests.Batches;

/// <summary>A submitter and a sweeper over a real store and blob folder, without an engine that works.</summary>
internal sealed class SubmissionFixture : IAsyncDisposable
{
    public const int MaxQueuedDocuments = 100;

    private static readonly BatchRequest Request = new() { TenantId = "default", Models = ModelPins.Parse("sentiment=language@1") };

    private readonly TempFolder _folder = new();
    private readonly SqliteDatabase _database;
    private readonly FileSystemBlobStore _blobs;

    public SubmissionFixture()
    {
        _database = new SqliteDatabase(_folder["batches.db"], Clock);
        _blobs = new FileSystemBlobStore(_folder["blobs"]);
        Connection = new InterruptedDatabase(_database);
        Store = new SqlBatchStore(Connection);
        var waker = new BatchWaker(Engine, Options.Create(new JobOptions { BatchWorkers = 4 }), NullLogger<BatchWaker>.Instance);
        var promoter = new BatchPromoter(Store, waker, NullLogger<BatchPromoter>.Instance);
        Submitter = new BatchSubmitter(
            Store, _blobs, waker, promoter, new WebhookUrls(new WebhookAddresses(Options.Create(new WebhookOptions()))),
            Options.Create(new UploadOptions { MaxConcurrentUploads = 3, MaxQueuedDocuments = MaxQueuedDocuments }),
            Options.Create(new ChunkOptions { MaxDocuments = 10 }), Clock, NullLogger<BatchSubmitter>.Instance);
        var discarded = new DiscardedFolders(Store, _blobs, NullLogger<DiscardedFolders>.Instance);
        var deliveries = new DeliveryWaker(
            new SqlDeliveryStore(_database), Engine, Options.Create(new WebhookOptions()), Options.Create(new JobOptions()),
            NullLogger<DeliveryWaker>.Instance);
        var lost = new LostChunks(Store, Store, new SuspectInput(_blobs), NullLogger<LostChunks>.Instance);
        var outages = new DatabaseOutages(Options.Create(new ChunkOptions()), Clock, NullLogger<DatabaseOutages>.Instance);
        Sweeper = new BatchSweeper(
            Store, lost, outages, new SqlModelStore(_database), new SqlIdempotencyStore(_database), _blobs, Engine, waker, promoter,
            deliveries, discarded, NullLogger<BatchSweeper>.Instance);
        IOptions<RetentionOptions> retention = Options.Create(new RetentionOptions());
        var ownership = new BlobOwnership(Store, _blobs, NullLogger<BlobOwnership>.Instance);
        Retention = new RetentionRound(
            new BatchRetention(Store, Store, discarded, retention, NullLogger<BatchRetention>.Instance),
            new OrphanFolders(Store, _blobs, ownership, retention, Clock, NullLogger<OrphanFolders>.Instance),
            new SupersededResults(Store, _blobs, retention, NullLogger<SupersededResults>.Instance),
            new DeliveryRetention(new SqlDeliveryStore(_database), retention));
    }

    public HandClock Clock { get; } = new();

    public RecordedJobs Engine { get; } = new();

    /// <summary>What the batch store reaches its database through.</summary>
    public InterruptedDatabase Connection { get; }

    public SqlBatchStore Store { get; }

    public SqlDeliveryStore Deliveries => new(_database);

    public SqlIdempotencyStore Keys => new(_database);

    public BatchSubmitter Submitter { get; }

    public BatchSweeper Sweeper { get; }

    public RetentionRound Retention { get; }

    /// <summary>A node's turn of retention, with the options' defaults.</summary>
    public RetentionTurn NewTurn() => new(Store, Retention, Options.Create(new RetentionOptions()));

    /// <summary>Does work while every other write waits.</summary>
    public Task HoldDatabaseAsync(Action work) => _database.WriteAsync(
        _ =>
        {
            work();
            return Task.FromResult(0);
        },
        CancellationToken.None);

    /// <summary>The files of all blobs but the mark of the database.</summary>
    public string[] Blobs => [.. Directory.EnumerateFiles(_folder["blobs"], "*", SearchOption.AllDirectories)
        .Where(f => !f.StartsWith(_folder["blobs/owner"], StringComparison.Ordinal))];

    public string BlobFolderOf(Upload upload) => _folder[$"blobs/{BlobName.FolderOf(upload.BatchId)}"];

    public Task<Upload> BeginAsync() => Submitter.BeginAsync(Request, CancellationToken.None);

    /// <summary>Opens an upload of a tenant.</summary>
    public Task<Upload> BeginAsync(string tenant) => Submitter.BeginAsync(Request with { TenantId = tenant }, CancellationToken.None);

    /// <summary>Opens an upload that waits for another batch.</summary>
    public Task<Upload> BeginAsync(Guid after) => Submitter.BeginAsync(
        Request with { StartCondition = new StartCondition(after, PredecessorOutcome.Any, null) }, CancellationToken.None);

    /// <summary>Reads so many rows into an upload.</summary>
    public static Task FillAsync(Upload upload, int rows) =>
        FillAsync(upload, new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"text\":\"row\"}\n", rows)))));

    /// <summary>Reads a stream of rows into an upload.</summary>
    public static Task FillAsync(Upload upload, Stream rows) =>
        upload.AddFileAsync(new UploadFileReader(new TableOptions()), new DeclaredFile(null, FileKind.JsonLines), rows, CancellationToken.None);

    /// <summary>Writes a blob as old as the hand-driven clock's time.</summary>
    public async Task<string> WriteBlobAsync(string name)
    {
        await _blobs.CreateAsync(name, "{}\n"u8.ToArray(), CancellationToken.None);
        File.SetLastWriteTimeUtc(_folder[$"blobs/{name}"], Clock.Now.UtcDateTime);
        return name;
    }

    public Task DeleteBlobAsync(string name) => _blobs.DeleteAsync(name, CancellationToken.None);

    /// <summary>Uploads so many rows as one batch; its blobs are as old as the hand-driven clock's time.</summary>
    public async Task<Batch> SealAsync(int rows)
    {
        await using Upload upload = await BeginAsync();
        await FillAsync(upload, rows);
        Batch batch = await upload.SealAsync(CancellationToken.None);
        foreach (string blob in Directory.EnumerateFiles(BlobFolderOf(upload), "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(blob, Clock.Now.UtcDateTime);
        return batch;
    }

    public Task<long> ReservationsAsync() =>
        _database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM uploads"), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }
}
