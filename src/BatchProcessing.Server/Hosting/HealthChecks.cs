using System.Data.Common;
using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.Server.Api;
using BatchProcessing.Server.Storage;
using Dapper;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Hosting;

/// <summary>Registers what readiness depends on: the start, the store, memory and the success rate of processing. An engine adds its own.</summary>
internal static class HealthChecks
{
    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        IHealthChecksBuilder checks = services.AddHealthChecks();
        checks.AddCheck<StartCheck>("start", tags: [ServiceApi.ReadyTag]);
        checks.AddCheck<StoreCheck>("store", tags: [ServiceApi.ReadyTag]);
        checks.AddCheck<BlobCheck>("blobs", failureStatus: null, tags: [ServiceApi.ReadyTag], timeout: TimeSpan.FromSeconds(5));
        checks.AddCheck<MemoryCheck>("memory", tags: [ServiceApi.ReadyTag]);
        services.PostConfigure<HealthCheckServiceOptions>(o =>
        {
            foreach (HealthCheckRegistration check in o.Registrations.Where(r => r.Name == "batch-processing"))
                check.Tags.Add(ServiceApi.ReadyTag);
        });
        return services;
    }

    private sealed class StartCheck(Readiness readiness) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(readiness.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The service is starting."));
    }

    private sealed class BlobCheck(IBlobStore blobs) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await blobs.ProbeAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (IOException e)
            {
                return HealthCheckResult.Unhealthy("The blob store cannot be read.", e);
            }
        }
    }

    private sealed class MemoryCheck(MemoryGate gate, IOptions<ChunkOptions> options) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(gate.IsClosed
                ? HealthCheckResult.Degraded(
                    $"The process holds more memory than Chunks:MemoryThresholdMb = {options.Value.MemoryThresholdMb}: one pump works at a time.")
                : HealthCheckResult.Healthy());
    }

    private sealed class StoreCheck(ISqlDatabase database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT MAX(version) FROM schema_version"), cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is DbException or IOException)
            {
                return HealthCheckResult.Unhealthy("The database cannot be read.", e);
            }
        }
    }
}
