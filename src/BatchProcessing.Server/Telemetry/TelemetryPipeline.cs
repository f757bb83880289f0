using BatchProcessing.Processing;
using BatchProcessing.Telemetry;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BatchProcessing.Server.Telemetry;

/// <summary>
/// Aggregates the metrics of the service for scrapes and, where a collector is configured, sends them and the traces to it.
/// A collector that does not answer holds nothing up: what cannot be sent is dropped.
/// </summary>
internal sealed class TelemetryPipeline : IHostedService, IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters =
    [
        BatchMeter.Name, BatchProcessingMetrics.MeterName, "Npgsql", "System.Runtime",
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
    ];

    private static readonly string[] Sources = [BatchTrace.Name, "Microsoft.AspNetCore"];

    private readonly MeterProvider _metrics;
    private readonly TracerProvider? _traces;

    /// <summary>Starts to listen to the meters, and to the traces where they are sent.</summary>
    public TelemetryPipeline(PrometheusExporter prometheus, IOptions<TelemetryOptions> options, IConfiguration configuration)
    {
        TelemetryOptions telemetry = options.Value;
        bool isSent = telemetry.OtlpEndpoint is not null || !string.IsNullOrEmpty(configuration[EndpointVariable]);
        ResourceBuilder service = ResourceBuilder.CreateDefault().AddService(
            "batchprocessing", serviceVersion: typeof(TelemetryPipeline).Assembly.GetName().Version?.ToString(3));
        MeterProviderBuilder metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(service).AddMeter(Meters)
            .AddReader(new BaseExportingMetricReader(prometheus) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative });
        if (isSent)
        {
            metrics.AddOtlpExporter(o => Configure(o, telemetry, "v1/metrics"));
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(service).AddSource(Sources)
                .AddOtlpExporter(o => Configure(o, telemetry, "v1/traces")).Build();
        }

        _metrics = metrics.Build();
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what has not been sent.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() => _traces?.ForceFlush(2000), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics.Dispose();
    }

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
