using System.ComponentModel.DataAnnotations;

namespace BatchProcessing.Telemetry;

/// <summary>What the service tells of itself, and to whom. Section <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>
    /// An OpenTelemetry collector that metrics and traces are sent to, for example <c>http://127.0.0.1:4317</c>; null:
    /// none, unless the variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one. Default null.
    /// </summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>How it is spoken to: <c>grpc</c> or <c>http/protobuf</c>. Default grpc.</summary>
    [AllowedValues("grpc", "http/protobuf")]
    public string OtlpProtocol { get; set; } = "grpc";

    /// <summary>How often the queues are measured, in one query, 1 s–5 min. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan SampleInterval { get; set; } = TimeSpan.FromSeconds(5);
}
