using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Crash;

/// <summary>A batch that lasts long enough for faults to land in its middle, and whose every document is known.</summary>
internal static class LongBatch
{
    /// <summary>Small chunks and one worker make it last.</summary>
    public static readonly string[] Slow = ["--Chunks:MaxDocuments=50", "--Jobs:BatchWorkers=1"];

    public static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(2);

    private const int Documents = 25_000;

    /// <summary>Uploads the batch.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> UploadAsync(ServiceProcess service)
    {
        var lines = new StringBuilder();
        for (int i = 0; i < Documents; i++)
            lines.Append(CultureInfo.InvariantCulture, $"{{\"id\":\"d{i}\",\"text\":\"Comment {i}: the parcel came late, and the box was open.\"}}\n");
        return await service.UploadAsync(lines.ToString());
    }

    /// <summary>Waits until so many chunks are done, and asserts that the batch is still in its middle.</summary>
    public static async Task WaitForProgressAsync(ServiceProcess service, string batch, int chunks)
    {
        var limit = Stopwatch.StartNew();
        JsonNode status;
        do
        {
            Assert.True(limit.Elapsed < EndLimit, service.Output);
            status = await service.GetAsync($"/api/batches/{batch}");
        }
        while ((int)status["chunks"]!["done"]! < chunks);
        Assert.Equal("running", (string)status["status"]!);
        Assert.True((int)status["chunks"]!["done"]! < (int)status["chunks"]!["total"]!, status.ToJsonString());
    }

    /// <summary>Waits for the end of the batch, and asserts that every document is there once, in order.</summary>
    public static async Task CheckLedgerAsync(ServiceProcess service, string batch)
    {
        var limit = Stopwatch.StartNew();
        JsonNode status;
        while ((status = await service.GetAsync($"/api/batches/{batch}"))["endedAt"] is null)
        {
            Assert.True(limit.Elapsed < EndLimit, $"{status.ToJsonString()}\n{service.Output}");
            await Task.Delay(100);
        }

        Assert.Equal("completed", (string)status["status"]!);
        Assert.Equal(Documents, (int)status["counts"]!["succeeded"]!);
        Assert.Equal(0, (int)status["counts"]!["failed"]!);
        string[] lines = (await service.Client.GetStringAsync(new Uri($"/api/batches/{batch}/results", UriKind.Relative)))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Documents, lines.Length);
        for (int i = 0; i < lines.Length; i++)
            Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{{\"ordinal\":{i},\"id\":\"d{i}\","), lines[i], StringComparison.Ordinal);
        Assert.Equal(Documents, status["distributions"]!["sentiment"]!.AsObject().Sum(label => (int)label.Value!));
    }
}
