using System.Text.Json.Nodes;
using BatchProcessing.Chunks;
using BatchProcessing.Server.Tests.Telemetry;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Hostile;

/// <summary>A service whose process holds more memory than it may, and cannot give any back.</summary>
public sealed class ShortMemoryTests(ShortMemoryTests.FullService service) : IClassFixture<ShortMemoryTests.FullService>
{
    [Fact]
    public async Task Batches_AllEndAndReadinessIsDegraded_WhenMemoryNeverFalls()
    {
        string rows = "text\n" + string.Concat(Enumerable.Repeat("row\n", 100));
        JsonNode[] receipts = [await service.AcceptedAsync(Csv(rows)), await service.AcceptedAsync(Csv(rows))];

        foreach (JsonNode receipt in receipts)
            Assert.Equal("completed", (string?)(await service.WaitForEndAsync((Guid)receipt["batchId"]!))["status"]);

        JsonNode readiness = await service.JsonAsync("/health/ready");
        Assert.Equal("degraded", (string?)readiness["checks"]!["memory"]!["status"]);
        Assert.Contains("MemoryThresholdMb = 2048", (string?)readiness["checks"]!["memory"]!["description"], StringComparison.Ordinal);
        Assert.Contains("batch_processing_memory_closed", Scrape.Of(await service.TextAsync("/metrics")).Keys);
    }

    public sealed class FullService : ServiceHost, IProcessMemory
    {
        public long WorkingSet => long.MaxValue;

        public void Trim()
        {
            // All of it is in use.
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services.AddSingleton<IProcessMemory>(this));
        }
    }
}
