using System.Collections.Concurrent;
using BatchProcessing.Server.Tests.Crash;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace BatchProcessing.Server.Tests.Telemetry;

/// <summary>The service as a process of its own, beside a collector that only listens.</summary>
public sealed class CollectorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MetricsAndTraces_AreSent_WhenACollectorIsConfigured()
    {
        var received = new ConcurrentDictionary<string, long>();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication collector = builder.Build();
        collector.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.AddOrUpdate(signal, body.Length, (_, before) => before + body.Length);
        });
        await collector.StartAsync();

        using ServiceProcess service = await ServiceProcess.StartAsync(
            _folder.Path, $"--Telemetry:OtlpEndpoint={collector.Urls.Single()}", "--Telemetry:OtlpProtocol=http/protobuf");
        string batch = await service.UploadAsync("{\"text\":\"fine\"}\n");
        await service.GetAsync($"/api/batches/{batch}?wait=30s");
        string metrics = await service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        await service.StopAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("batch_processing_chunk_duration_seconds_count{processor=\"documents\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.True(received.GetValueOrDefault("metrics") > 0, "No metrics came.");
        Assert.True(received.GetValueOrDefault("traces") > 0, "No traces came.");
    }
}
