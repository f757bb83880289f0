using System.Net;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Retention;

/// <summary>A whole service that keeps batches for a second.</summary>
public sealed class RetentionServiceTests(RetentionServiceTests.ForgetfulService service)
    : IClassFixture<RetentionServiceTests.ForgetfulService>
{
    [Fact]
    public async Task Batch_VanishesByItself_WhenItsTimeIsOver()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv("text\nhello\n"));
        string folder = Path.Combine(service.DataFolder, "blobs", ((Guid)receipt["batchId"]!).ToString("N"));
        Assert.True(Directory.Exists(folder));

        await UntilAsync(async () =>
        {
            using HttpResponseMessage response = await service.GetAsync((string)receipt["links"]!["self"]!);
            return response.StatusCode == HttpStatusCode.NotFound && !Directory.Exists(folder);
        });
    }

    public sealed class ForgetfulService() : ServiceHost(
        ("Retention:KeepFor", "00:00:01"), ("Retention:Interval", "00:00:01"), ("Jobs:SweepInterval", "00:00:00.1"));
}
