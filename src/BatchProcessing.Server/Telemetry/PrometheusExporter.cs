using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace BatchProcessing.Server.Telemetry;

/// <summary>Keeps the text of the last collection, which a scrape asks for.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock _gate = new();
    private string _text = "";

    /// <inheritdoc/>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>Collects now, and gives the text.</summary>
    /// <param name="timeout">How long at most.</param>
    /// <exception cref="TimeoutException">The collection did not end in time.</exception>
    public string Scrape(TimeSpan timeout)
    {
        lock (_gate)
        {
            return Collect?.Invoke((int)timeout.TotalMilliseconds) == true
                ? _text
                : throw new TimeoutException($"The metrics could not be collected in {timeout.TotalSeconds:0} s.");
        }
    }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new PrometheusText();
        foreach (Metric metric in batch) text.Add(metric);
        _text = text.ToString();
        return ExportResult.Success;
    }
}
