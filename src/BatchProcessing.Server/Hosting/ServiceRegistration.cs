using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.Idempotency;
using BatchProcessing.Jobs;
using BatchProcessing.Live;
using BatchProcessing.Manifests;
using BatchProcessing.MLNet.TextModels;
using BatchProcessing.MLNet.Training;
using BatchProcessing.Models;
using BatchProcessing.Outages;
using BatchProcessing.Overview;
using BatchProcessing.Processing;
using BatchProcessing.Reports;
using BatchProcessing.Retention;
using BatchProcessing.Server.Api;
using BatchProcessing.Server.Api.Events;
using BatchProcessing.Server.Api.Problems;
using BatchProcessing.Server.Api.Results;
using BatchProcessing.Server.Api.Uploads;
using BatchProcessing.Server.Files;
using BatchProcessing.Server.Models;
using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Storage.S3;
using BatchProcessing.Server.Webhooks;
using BatchProcessing.Suspects;
using BatchProcessing.Telemetry;
using BatchProcessing.Tenants;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;
using BatchProcessing.Webhooks;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Hosting;

/// <summary>Registers the parts of the service, one method a part.</summary>
internal static class ServiceRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSingleton<DataFolder>();
        services.AddSingleton(s => new SqliteDatabase(s.GetRequiredService<DataFolder>().Database, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new PostgresDatabase(s.GetRequiredService<IOptions<StorageOptions>>().Value.ConnectionString ?? ""));
        services.AddSingleton<ISqlDatabase>(s => s.GetRequiredService<IOptions<StorageOptions>>().Value.Provider == StorageOptions.PostgreSql
            ? s.GetRequiredService<PostgresDatabase>()
            : s.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<SqlBatchStore>();
        services.AddSingleton<IBatchStore>(s => s.GetRequiredService<SqlBatchStore>());
        services.AddSingleton<ISuspectStore>(s => s.GetRequiredService<SqlBatchStore>());
        services.AddSingleton<IQueueStore>(s => s.GetRequiredService<SqlBatchStore>());
        services.AddSingleton<IWatchStore>(s => s.GetRequiredService<SqlBatchStore>());
        services.AddSingleton<IRetentionStore>(s => s.GetRequiredService<SqlBatchStore>());
        services.AddSingleton<IOverviewStore, SqlOverview>();
        services.AddSingleton<IModelStore, SqlModelStore>();
        services.AddSingleton<IWebhookStore, SqlWebhookStore>();
        services.AddSingleton<IDeliveryStore, SqlDeliveryStore>();
        services.AddSingleton<ITenantStore, SqlTenantStore>();
        services.AddSingleton<IDocumentQuotaStore, SqlDocumentQuotaStore>();
        services.AddSingleton<IIdempotencyStore, SqlIdempotencyStore>();
        services.AddSingleton(BlobStoreOf);
        return services;
    }

    /// <summary>The folder of the models that come with the service.</summary>
    public static string ShippedModels => Path.Combine(AppContext.BaseDirectory, "models");

    public static IServiceCollection AddAnalyses(this IServiceCollection services)
    {
        services.AddSingleton(new TextModelReader(new MLNetRuntime()));
        services.AddSingleton<ITextModelTrainer, MLNetTrainer>();
        services.AddSingleton<ModelCatalog>();
        services.AddSingleton<IModelSource>(s => s.GetRequiredService<ModelCatalog>());
        services.AddSingleton<ModelImport>();
        services.AddSingleton<ModelFiles>();
        services.AddSingleton<IModelTrial>(new ModelTrialProcess(TimeSpan.FromSeconds(30)));
        services.AddSingleton<ModelIntake>();
        services.AddSingleton<ModelSubmitter>();
        services.AddSingleton<ModelTrainer>();
        services.AddSingleton<ModelRemoval>();
        services.AddSingleton(s => new AnalysisCatalog(
            s.GetRequiredService<IModelSource>(), s.GetRequiredService<IOptions<ConfiguredModels>>().Value));
        return services;
    }

    public static IServiceCollection AddBatches(this IServiceCollection services)
    {
        services.AddBatchProcessing();
        services.AddSingleton<BatchSubmitter>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddSingleton<BatchWaker>();
        services.AddSingleton<BatchPromoter>();
        services.AddSingleton<BatchControl>();
        services.AddSingleton<DiscardedFolders>();
        services.AddSingleton<BatchFinalizer>();
        services.AddSingleton<ManifestReader>();
        services.AddSingleton<ReportReader>();
        services.AddSingleton<ReportCache>();
        services.AddSingleton<BatchSweeper>();
        services.AddSingleton<ChunkProcessor>();
        services.AddSingleton<ChunkSupervisor>();
        services.AddSingleton<ChunkSetback>();
        services.AddSingleton<ChunkWorker>();
        services.AddSingleton<ChunkPump>();
        services.AddSingleton<IProcessMemory, ProcessMemory>();
        services.AddSingleton<MemoryGate>();
        services.AddSingleton<HeldLeases>();
        services.AddSingleton<IJobHandler, JobHandler>();
        services.AddHostedService<StartUp>();
        services.AddHostedService<LeaseHeartbeat>();
        return services;
    }

    public static IServiceCollection AddSuspects(this IServiceCollection services)
    {
        services.AddSingleton(s => new Breadcrumbs(s.GetRequiredService<DataFolder>().Breadcrumbs));
        services.AddSingleton<SuspectGate>();
        services.AddSingleton<SuspectInput>();
        services.AddSingleton<CrashRecovery>();
        services.AddSingleton<LostChunks>();
        services.AddSingleton<StuckWorker>();
        services.AddSingleton<DatabaseOutages>();
        return services;
    }

    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<BatchWatch>();
        services.AddHostedService(s => s.GetRequiredService<BatchWatch>());
        return services;
    }

    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.AddSingleton<BatchRetention>();
        services.AddSingleton<SupersededResults>();
        services.AddSingleton<BlobOwnership>();
        services.AddSingleton<OrphanFolders>();
        services.AddSingleton<DeliveryRetention>();
        services.AddSingleton<RetentionRound>();
        services.AddSingleton<RetentionTurn>();
        return services;
    }

    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookAddresses>();
        services.AddSingleton<WebhookUrls>();
        services.AddSingleton<IWebhookSender, HttpWebhookSender>();
        services.AddSingleton<DeliverySchedule>();
        services.AddSingleton<DeliveryWaker>();
        services.AddSingleton<TenantShares>();
        services.AddSingleton<DeliveryPump>();
        return services;
    }

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<WatcherLimit>();
        services.AddSingleton<StatusWait>();
        services.AddSingleton<UploadReceiver>();
        services.AddSingleton<UploadReplay>();
        services.AddSingleton<ModelReceiver>();
        services.AddSingleton<AnalysisBudget>();
        services.AddSingleton<SynchronousAnalysis>();
        services.AddSingleton<FileProcessing>();
        services.AddSingleton<BatchLines>();
        services.AddSingleton<ScanLine>();
        services.AddSingleton<DocumentList>();
        services.AddSingleton<IFailedDocuments, FailedDocuments>();
        services.AddSingleton<ResultDownload>();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true); // so that the answer says what is wrong
        services.AddProblems();
        services.AddSwagger();
        return services;
    }

    private static IBlobStore BlobStoreOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<StorageOptions>>().Value.Blobs == StorageOptions.S3Blobs
            ? new S3BlobStore(services.GetRequiredService<IOptions<S3Options>>().Value)
            : new FileSystemBlobStore(services.GetRequiredService<DataFolder>().Blobs);
}
