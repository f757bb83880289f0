using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BatchProcessing.Hangfire.Jobs;

/// <summary>Whether this node takes jobs.</summary>
internal sealed class LaneHealthCheck(LaneServers servers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(servers.AreRunning ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The servers of the lanes do not run."));
}
