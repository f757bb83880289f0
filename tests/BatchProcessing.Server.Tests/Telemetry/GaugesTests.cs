using System.Net;
using System.Text.RegularExpressions;
using BatchProcessing.Server.Tests.Crash;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Telemetry;

/// <summary>
/// Metrics of a process of its own, as in use: where several services run in one process, a meter's gauges end with the
/// first of them, and every series of the framework is there once a service.
/// </summary>
public sealed partial class GaugesTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private ServiceProcess _service = null!;

    public async Task InitializeAsync() => _service = await ServiceProcess.StartAsync(
        _folder.Path, "--Telemetry:SampleInterval=00:00:01", "--Jobs:CriticalWorkers=3");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _service.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Metrics_ShowTheQueues_PerLane()
    {
        await _service.UploadAsync("{\"text\":\"later\"}\n", $"?startAt={Uri.EscapeDataString(DateTimeOffset.UtcNow.AddHours(1).ToString("O"))}");

        await UntilAsync(async () =>
            (await ScrapeAsync()).GetValueOrDefault("batch_processing_batches_active{lane=\"batch\",status=\"awaiting\"}") == 1);

        Dictionary<string, double> metrics = await ScrapeAsync();
        Assert.Equal(1, metrics["batch_processing_documents_open{lane=\"batch\",status=\"awaiting\"}"]);
        Assert.Equal(0, metrics["batch_processing_queue_age_seconds{lane=\"critical\"}"]);
    }

    [Fact]
    public async Task Metrics_ShowHangfiresServersAndJobs()
    {
        await UntilAsync(async () => (await ScrapeAsync()).GetValueOrDefault("hangfire_servers{queue=\"critical\"}") == 1);
        double before = (await ScrapeAsync())["hangfire_jobs_succeeded_total"];

        await _service.UploadAsync("{\"text\":\"now\"}\n");

        await UntilAsync(async () => (await ScrapeAsync())["hangfire_jobs_succeeded_total"] > before);
        Dictionary<string, double> metrics = await ScrapeAsync();
        Assert.Equal(3, metrics["hangfire_workers{queue=\"critical\"}"]);
        string[] queues = ["batch", "critical", "maintenance", "training", "webhooks"];
        Assert.Equal(queues, metrics.Keys.Where(k => k.StartsWith("hangfire_queue_length{", StringComparison.Ordinal)).Select(k => k.Split('"')[1]).Order());
        Assert.Equal(0, metrics["hangfire_jobs_failed"]);
        Assert.Contains("hangfire_jobs_processing", metrics.Keys);
        Assert.Contains("hangfire_jobs_scheduled", metrics.Keys);
    }

    [Fact]
    public async Task Metrics_AreWellFormed()
    {
        await _service.UploadAsync("{\"text\":\"fine\"}\n");
        using HttpResponseMessage response = await _service.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        string text = await response.Content.ReadAsStringAsync();

        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Line(), line));
        string[] series = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Select(l => l[..l.LastIndexOf(' ')])];
        Assert.Equal(series.Distinct(), series);
        string[] types = [.. text.Split('\n').Where(l => l.StartsWith("# TYPE", StringComparison.Ordinal))];
        Assert.Equal(types.Distinct(), types);
        Assert.Contains("# TYPE batch_processing_documents_accepted_total counter", types);
        Assert.Contains(types, t => t.EndsWith(" histogram", StringComparison.Ordinal));
    }

    private async Task<Dictionary<string, double>> ScrapeAsync() =>
        Scrape.Of(await _service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_][a-zA-Z0-9_]* .+|[a-z_][a-zA-Z0-9_]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*")*)?\})? (NaN|[-+]?(\d+(\.\d+)?(E[-+]?\d+)?|Inf(inity)?)))$""")]
    private static partial Regex Line();
}
