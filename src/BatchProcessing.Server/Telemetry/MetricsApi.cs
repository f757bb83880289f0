using BatchProcessing.Server.Security;

namespace BatchProcessing.Server.Telemetry;

/// <summary>The metrics, to be scraped. They are of all tenants together, so they are for administrators.</summary>
internal static class MetricsApi
{
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        RequestDelegate exporter = routes.CreateApplicationBuilder().UseOpenTelemetryPrometheusScrapingEndpoint(static _ => true).Build();
        Delegate scrape = (HttpContext context, CancellationToken _) => exporter(context); // a delegate that the description of the API shows
        routes.MapGet("/metrics", scrape)
            .RequireAuthorization(ScopePolicies.Admin)
            .WithTags("Service")
            .WithName("GetMetrics")
            .WithSummary("Metrics in Prometheus' text format")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
    }
}
