using System.Diagnostics;
using BatchProcessing.Hangfire.Telemetry;
using BatchProcessing.Processing;
using BatchProcessing.Server.Hosting;
using BatchProcessing.Telemetry;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Exporter;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BatchProcessing.Server.Telemetry;

/// <summary>
/// Aggregates the metrics of the service for scrapes and, where a collector is configured, sends them and the traces to it.
/// A collector that does not answer holds nothing up: what cannot be sent is dropped.
/// </summary>
internal static class TelemetryRegistration
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        TelemetryOptions telemetry = configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        bool isSent = telemetry.OtlpEndpoint is not null || !string.IsNullOrEmpty(configuration[EndpointVariable]);
        services.AddHostedService<QueueGauges>();
        services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService(
                "batchprocessing", serviceVersion: typeof(TelemetryRegistration).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics =>
            {
                Measure(metrics);
                if (isSent) metrics.AddOtlpExporter(o => Configure(o, telemetry, "v1/metrics"));
            });
        if (!isSent) return services;
        // The framework itself passes the context of a trace on, except to receivers of webhooks; OpenTelemetry's default would to them too.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        services.AddOpenTelemetry().WithTracing(traces => Trace(traces).AddOtlpExporter(o => Configure(o, telemetry, "v1/traces")));
        return services;
    }

    /// <summary>What is traced: requests, the work on batches, and the calls that either makes.</summary>
    private static TracerProviderBuilder Trace(TracerProviderBuilder traces) => traces
        .AddSource(BatchTrace.Name)
        .AddAspNetCoreInstrumentation(Configure)
        .AddHttpClientInstrumentation(Configure)
        .AddNpgsql();

    private static void Measure(MeterProviderBuilder metrics) => metrics
        .AddMeter(BatchMeter.Name, BatchProcessingMetrics.MeterName, HangfireGauges.Name)
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddNpgsqlInstrumentation()
        .AddRuntimeInstrumentation()
        .AddView(CallLabels.ViewOf)
        .AddPrometheusExporter(o =>
        {
            o.ScopeInfoEnabled = false; // the name says it
            o.TargetInfoEnabled = false; // whoever scrapes knows whom
            o.ScrapeResponseCacheDurationMilliseconds = 0;
        });

    private static void Configure(AspNetCoreTraceInstrumentationOptions requests)
    {
        requests.Filter = context => !IsWatching(context.Request.Path);
        requests.EnrichWithHttpRequest = static (span, request) => span.SetTag("url.path", KeyMask.Hide(request.Path.Value ?? ""));
    }

    // Of a receiver's address the path may be the secret, and of a bucket's the name of an upload.
    private static void Configure(HttpClientTraceInstrumentationOptions calls)
    {
        calls.FilterHttpRequestMessage = static _ => Activity.Current?.ParentId is not null;
        calls.EnrichWithHttpRequestMessage = static (span, request) =>
            span.SetTag("url.full", request.RequestUri?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
    }

    private static bool IsWatching(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.Ordinal) || path.StartsWithSegments("/metrics", StringComparison.Ordinal);

    private static void Configure(OtlpExporterOptions exporter, TelemetryOptions telemetry, string path)
    {
        // Without an endpoint of ours the exporter reads the standard variables itself.
        if (telemetry.OtlpEndpoint is not { } endpoint) return;
        bool isHttp = telemetry.OtlpProtocol == "http/protobuf";
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        // An endpoint that is set in code is taken as it is: over HTTP the path of the signal belongs to it.
        exporter.Endpoint = isHttp ? new Uri($"{endpoint.ToString().TrimEnd('/')}/{path}") : endpoint;
    }
}
