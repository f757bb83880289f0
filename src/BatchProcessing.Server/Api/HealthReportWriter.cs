using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BatchProcessing.Server.Api;

/// <summary>Writes a health report as JSON: the whole status and each check's.</summary>
internal static class HealthReportWriter
{
    public static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        Status = report.Status.ToString().ToLowerInvariant(),
        Checks = report.Entries.ToDictionary(
            e => e.Key,
            e => new { Status = e.Value.Status.ToString().ToLowerInvariant(), e.Value.Description }),
    });
}
