using System.Net;
using System.Text.RegularExpressions;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Telemetry;

/// <summary>The meters belong to the process, so other services of it count as well: figures may be larger, never smaller.</summary>
public sealed partial class MetricsTests(MetricsTests.MeasuredService service) : IClassFixture<MetricsTests.MeasuredService>
{
    [Fact]
    public async Task Metrics_CountWhatBecameOfABatch()
    {
        string table = "text\n" + string.Concat(Enumerable.Repeat("The parcel came late.\n", 60)) + "\"\"\n";
        Dictionary<string, double> before = await ScrapeAsync();

        await service.EndedAsync(Csv(table));

        Dictionary<string, double> after = await ScrapeAsync();
        double Grown(string name) => after.GetValueOrDefault(name) - before.GetValueOrDefault(name);
        Assert.True(Grown("batch_processing_batches_accepted_total") >= 1);
        Assert.True(Grown("batch_processing_documents_accepted_total") >= 61);
        Assert.True(Grown("batch_processing_documents_total{outcome=\"succeeded\"}") >= 60);
        Assert.True(Grown("batch_processing_documents_total{outcome=\"failed\"}") >= 1);
        Assert.True(Grown("batch_processing_batches_ended_total{status=\"completed\"}") >= 1);
        Assert.True(Grown("batch_processing_upload_size_bytes_total") >= table.Length);
    }

    [Fact]
    public async Task Metrics_AreWellFormed()
    {
        await service.EndedAsync(Csv("text\nfine\n"));
        using HttpResponseMessage response = await service.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        string text = await response.Content.ReadAsStringAsync();

        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Line(), line));
        string[] types = [.. text.Split('\n').Where(l => l.StartsWith("# TYPE", StringComparison.Ordinal))];
        Assert.Equal(types.Distinct(), types);
        Assert.Contains("# TYPE batch_processing_documents_total counter", types);
        Assert.Contains(types, t => t.EndsWith(" histogram", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Readiness_TellsOfTheBlobs_WhenTheirFolderIsGone()
    {
        using var own = new MeasuredService();
        string blobs = Path.Combine(own.DataFolder, "blobs");
        using HttpResponseMessage whole = await own.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Directory.Move(blobs, blobs + "-away");

        using HttpResponseMessage broken = await own.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, broken.StatusCode);
        Assert.Contains("blobs", await broken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, double>> ScrapeAsync() => Scrape.Of(await service.TextAsync("/metrics"));

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_][a-zA-Z0-9_]* .+|[a-z_][a-zA-Z0-9_]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*")*)?\})? (NaN|[-+]?(\d+(\.\d+)?(E[-+]?\d+)?|Inf(inity)?)))$""")]
    private static partial Regex Line();

    public sealed class MeasuredService() : ServiceHost(("Telemetry:SampleInterval", "00:00:01"));
}
