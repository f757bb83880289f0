using BatchProcessing.Chunks;
using BatchProcessing.Documents;
using BatchProcessing.Live;
using BatchProcessing.Processing;
using BatchProcessing.Retention;
using BatchProcessing.Server.Hosting;
using BatchProcessing.Webhooks;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Api;

/// <summary>What the service says of itself: limits and health.</summary>
internal static class ServiceApi
{
    public const string ReadyTag = "ready";

    public static void MapService(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/limits", GetLimits)
            .WithTags("Service")
            .WithName("GetLimits")
            .WithSummary("Every limit that is in force")
            .Produces<Limits>();

    /// <summary>Health, for whatever watches the service: it needs no key and tells no secret.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/health").AllowAnonymous();
        group.MapHealthChecks("/live", new HealthCheckOptions { Predicate = _ => false });
        group.MapHealthChecks("/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(ReadyTag),
            ResponseWriter = HealthReportWriter.WriteAsync,
        });
    }

    private static Ok<Limits> GetLimits(
        HttpContext context,
        [FromServices] IOptions<UploadOptions> uploads,
        [FromServices] IOptions<ChunkOptions> chunks,
        [FromServices] IOptions<BatchProcessorOptions> processing,
        [FromServices] IOptions<RetentionOptions> retention,
        [FromServices] IOptions<LiveOptions> live,
        [FromServices] IOptions<WebhookOptions> webhooks,
        [FromServices] IOptions<HttpOptions> http) =>
        TypedResults.Ok(Limits.Of(uploads.Value, chunks.Value, processing.Value, retention.Value, live.Value, webhooks.Value, http.Value, Tenant.LimitsOf(context)));
}
