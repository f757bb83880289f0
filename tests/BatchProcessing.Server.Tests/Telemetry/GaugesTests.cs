using BatchProcessing.Server.Tests.Crash;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Telemetry;

/// <summary>
/// What the queues are like, told by a process of its own: a meter's gauges end with their service, also those that
/// another service of the same process has made under the same name.
/// </summary>
public sealed class GaugesTests : IAsyncLifetime, IDisposable
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

    private async Task<Dictionary<string, double>> ScrapeAsync() =>
        Scrape.Of(await _service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
}
