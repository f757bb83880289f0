using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace BatchProcessing.Server.Telemetry;

/// <summary>
/// Keeps names of hosts out of the metrics of calls: tenants choose the receivers of webhooks, so their number has no
/// bound, and a scrape would tell one tenant's partners to whoever reads it.
/// </summary>
internal static class CallLabels
{
    private static readonly HashSet<string> Meters = new(["System.Net.Http", "System.Net.NameResolution"], StringComparer.Ordinal);

    private static readonly string[] Kept =
        ["error.type", "http.connection.state", "http.request.method", "http.response.status_code", "network.protocol.version", "url.scheme"];

    // A view without bounds would count as if they were milliseconds; calls take parts of a second.
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30];

    /// <summary>The view of an instrument that names hosts; null for any other.</summary>
    public static MetricStreamConfiguration? ViewOf(Instrument instrument)
    {
        if (!Meters.Contains(instrument.Meter.Name)) return null;
        return instrument is Histogram<double>
            ? new ExplicitBucketHistogramConfiguration { TagKeys = Kept, Boundaries = Seconds }
            : new MetricStreamConfiguration { TagKeys = Kept };
    }
}
