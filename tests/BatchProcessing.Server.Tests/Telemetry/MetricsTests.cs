using System.Net;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Telemetry;

/// <summary>The meters belong to the process, so other services of it count as well: figures may be larger, never smaller.</summary>
public sealed class MetricsTests(MetricsTests.MeasuredService service) : IClassFixture<MetricsTests.MeasuredService>
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

    public sealed class MeasuredService() : ServiceHost(("Telemetry:SampleInterval", "00:00:01"));
}
