using BatchProcessing.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BatchProcessing.Server.Telemetry;

/// <summary>The metrics, to be scraped. They are of all tenants together, so they are for administrators.</summary>
internal static class MetricsApi
{
    private const string TextFormat = "text/plain; version=0.0.4; charset=utf-8";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Scrape)
        .RequireAuthorization(ScopePolicies.Admin)
        .WithTags("Service")
        .WithName("GetMetrics")
        .WithSummary("Metrics in Prometheus' text format")
        .Produces<string>(StatusCodes.Status200OK, "text/plain");

    private static ContentHttpResult Scrape([FromServices] PrometheusExporter exporter) => TypedResults.Text(exporter.Scrape(Limit), TextFormat);
}
