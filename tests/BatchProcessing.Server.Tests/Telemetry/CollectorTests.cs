using BatchProcessing.Server.Tests.Crash;
using BatchProcessing.Server.Tests.Webhooks;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Tests.Telemetry;

/// <summary>The service as a process of its own, beside a collector that only listens.</summary>
public sealed class CollectorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MetricsAndTraces_AreSent_WhenACollectorIsConfigured()
    {
        await using Collector collector = await Collector.StartAsync();

        using ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path, collector.Settings);
        string batch = await service.UploadAsync("{\"text\":\"fine\"}\n");
        await service.GetAsync($"/api/batches/{batch}?wait=30s");
        string metrics = await service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        await service.StopAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("batch_processing_chunk_duration_seconds_count{processor=\"documents\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("batch_processing.chunk.duration", collector.Text("metrics"), StringComparison.Ordinal);
        string traces = collector.Text("traces");
        Assert.Contains("chunk.first_ordinal", traces, StringComparison.Ordinal);
        Assert.Contains("POST /api/documents/bulk-upload", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("/health/ready", traces, StringComparison.Ordinal); // asked until the service was ready
    }

    [Fact]
    public async Task Telemetry_TellsNoKeyAndNoWebhookAddress_AndReceiversNothingOfTraces()
    {
        ApiKey key = ApiKey.Create();
        await using Collector collector = await Collector.StartAsync();
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        string[] headers = [];
        receiver.Answer = (_, context) =>
        {
            headers = [.. context.Request.Headers.Keys];
            return WebhookReceiver.Answered(context, 204);
        };

        using ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path, [.. collector.Settings, "--Webhooks:AllowedNetworks:0=127.0.0.0/8"]);
        using HttpResponseMessage unknown = await service.Client.GetAsync(new Uri($"/none/{key.Text}?again={key.Text}", UriKind.Relative));
        string hook = receiver.Url("hidden-path?token=hidden-token").Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await service.UploadAsync("{\"text\":\"fine\"}\n", $"?webhookUrl={Uri.EscapeDataString(hook)}");
        await receiver.UntilAsync(1);
        string metrics = await service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        await service.StopAsync(TimeSpan.FromSeconds(30));

        Assert.DoesNotContain("traceparent", headers, StringComparer.OrdinalIgnoreCase);
        string traces = collector.Text("traces");
        Assert.Contains("delivery.attempt", traces, StringComparison.Ordinal);
        Assert.Contains($"http://localhost:{receiver.Port}", traces, StringComparison.Ordinal);
        Assert.Contains("/none/bp_", traces, StringComparison.Ordinal);
        foreach (string secret in (string[])["hidden-path", "hidden-token", key.Text.Split('_')[2]])
            Assert.DoesNotContain(secret, traces, StringComparison.Ordinal);
        Assert.Contains("http_client_request_duration_seconds_count{http_request_method=\"POST\"", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", metrics, StringComparison.Ordinal);
    }
}
