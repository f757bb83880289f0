using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BatchProcessing.Server.Jobs;

/// <summary>
/// A check that goes on when its caller hangs up. Quartz's own check makes the scheduler when nobody has yet, and a scheduler
/// whose making was given up is lost for good: a probe with a short time limit would keep a slow start from ever succeeding.
/// </summary>
/// <param name="check">What is checked.</param>
internal sealed class PatientCheck(IHealthCheck check) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        check.CheckHealthAsync(context, CancellationToken.None).WaitAsync(cancellationToken);
}
