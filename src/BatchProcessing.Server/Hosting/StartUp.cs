using BatchProcessing.Analyses;
using BatchProcessing.Models;
using BatchProcessing.Server.Api;
using BatchProcessing.Server.Storage;
using BatchProcessing.Suspects;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Hosting;

/// <summary>
/// Opens what the service stands on before the first request, so that a fault stops the start with its reason.
/// </summary>
public sealed class StartUp(
    ISqlDatabase database,
    CrashRecovery recovery,
    LostChunks lost,
    ModelImport models,
    IOptions<ConfiguredModels> configured,
    AnalysisCatalog analyses,
    Readiness readiness,
    ILogger<StartUp> logger) : IHostedService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryLimit = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) =>
        StartRetries.RunAsync(() => OpenAsync(cancellationToken), RetryPause, RetryLimit, logger, cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await database.PrepareAsync(cancellationToken);
        await recovery.RunAsync(cancellationToken);
        await lost.RequeueAsync(cancellationToken);
        await models.AddShippedAsync(ServiceRegistration.ShippedModels, cancellationToken);
        await models.AddConfiguredAsync(configured.Value, cancellationToken);
        await models.NameRuntimesAsync(cancellationToken);
        ModelPins usual = await analyses.PinAsync(
            Tenant.Default, AnalysisCatalog.Default, new Dictionary<string, string>(), cancellationToken);
        await analyses.PlanAsync(Tenant.Default, usual);
        readiness.Begin();
    }
}
