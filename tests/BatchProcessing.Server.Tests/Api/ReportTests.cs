using System.Globalization;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>A report says of a batch what a recount of its results says.</summary>
[Collection(SharedService.Name)]
public sealed class ReportTests(ServiceHost service)
{
    private static readonly string[] Texts =
    [
        "The parcel came late, and the box was open.", "Great service, the app works like a charm now.",
        "I was charged twice for the same order, please refund me.", "When does the next train to the airport leave?",
    ];

    private static readonly string Table = "id,text\n"
        + string.Concat(Enumerable.Range(0, 90).Select(i => $"c{i},\"{Texts[i % 4]} ({i})\"\n")) + "=1+1,\nc91,\n";

    [Fact]
    public async Task Report_IsARecountOfTheResults()
    {
        JsonNode batch = await service.EndedAsync(Csv(Table), "?name=monday");
        JsonNode[] lines = [.. (await service.TextAsync(Link(batch, "results"))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!)];
        JsonNode[] sound = [.. lines.Where(l => (string?)l["status"] == "succeeded")];

        JsonNode report = await service.JsonAsync(Link(batch, "report"));

        Assert.Equal(("monday", "completed", "partially_succeeded", 1),
            ((string?)report["name"], (string?)report["status"], (string?)report["outcome"], (int)report["run"]!));
        Assert.Equal(["succeeded 90", "failed 2", "not-processed 0"], Counts(report["documents"]!));
        foreach (string analysis in new[] { "classification", "sentiment" })
        {
            JsonNode found = report["analyses"]!.AsArray().Single(a => (string?)a!["name"] == analysis)!;
            Assert.Equal(Recount(sound.Select(l => (string?)l[analysis]!["label"])), Counts(found["labels"]!).Order());
            Assert.Equal(sound.Average(l => (double)l[analysis]!["confidence"]!), (double)found["meanConfidence"]!, 4);
            foreach (JsonNode? band in found["confidence"]!.AsArray())
            {
                (double from, double to) = ((double)band!["from"]!, (double)band["to"]!);
                Assert.Equal(
                    sound.Count(l => (double)l[analysis]!["confidence"]! is { } c && c >= from && (c < to || to == 1)), (int)band["count"]!);
            }
        }

        Assert.Equal(
            Recount(sound.Select(l => $"{l["classification"]!["label"]} {l["sentiment"]!["label"]}")),
            report["sentimentByCategory"]!.AsArray().SelectMany(c => Counts(c!["sentiments"]!).Select(s => $"{c["category"]} {s}")).Order());
        Assert.True((double)report["times"]!["documentsPerSecond"]! > 0);
    }

    [Fact]
    public async Task Report_ListsErrorsFailedDocumentsAndSlowChunks()
    {
        JsonNode batch = await service.EndedAsync(Csv(Table));

        JsonNode report = await service.JsonAsync(Link(batch, "report"));

        Assert.Equal(["empty 2"], Counts(report["errors"]!));
        JsonNode failed = report["failedDocuments"]![0]!;
        Assert.Equal((2, 90, "=1+1", 92, "empty"), (report["failedDocuments"]!.AsArray().Count,
            (int)failed["ordinal"]!, (string?)failed["id"], (int)failed["line"]!, (string?)failed["code"]));
        JsonNode[] slow = [.. report["slowestChunks"]!.AsArray().Select(c => c!)];
        Assert.Equal(5, slow.Length);
        Assert.Equal([0, 20, 40, 60, 80], slow.Select(c => (int)c["firstOrdinal"]!).Order());
        Assert.Equal(slow.Select(c => (double)c["seconds"]!).OrderDescending(), slow.Select(c => (double)c["seconds"]!));
        Assert.All(slow, c => Assert.Equal(1, (int)c["attempts"]!));
    }

    [Theory]
    [InlineData("?format=csv", null)]
    [InlineData("", "text/csv")]
    public async Task Report_IsATable_WithFormulasEscaped(string query, string? accept)
    {
        JsonNode batch = await service.EndedAsync(Csv(Table), "?name=%3DSUM(A1)");

        using HttpResponseMessage response = await service.GetAsync(Link(batch, "report") + query, accept is null ? [] : [("Accept", accept)]);

        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        string text = await response.Content.ReadAsStringAsync();
        string[] rows = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("section,name,detail,count,value,text", rows[0]);
        Assert.Contains("documents,succeeded,,90,0.9783,", rows);
        Assert.Contains("errors,empty,,2,0.0217,", rows);
        Assert.Contains(rows, r => r.StartsWith("sentiment-by-category,", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.StartsWith("failed-document,'=1+1,empty,90,92,", StringComparison.Ordinal)
            || r.StartsWith("failed-document,\"'=1+1\",empty,90,92,", StringComparison.Ordinal));
        Assert.DoesNotContain(rows, r => r.Contains(",=", StringComparison.Ordinal) || r.Contains(",\"=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Report_IsEmpty_OfABatchThatWasCancelledBeforeItBegan()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(Table), "?startAt=2999-01-01T00:00:00Z");
        using (HttpResponseMessage early = await service.GetAsync($"{receipt["links"]!["self"]}/report"))
            await ProblemAsync(early, 409, "invalid-state");
        using (await service.PostAsync($"{receipt["links"]!["self"]}/cancel"))
        {
        }

        JsonNode batch = await service.WaitForEndAsync((Guid)receipt["batchId"]!);
        JsonNode report = await service.JsonAsync(Link(batch, "report"));

        Assert.Equal(["succeeded 0", "failed 0", "not-processed 92"], Counts(report["documents"]!));
        Assert.All(report["analyses"]!.AsArray(), a => Assert.Empty(a!["labels"]!.AsArray()));
        Assert.Null(report["times"]!["startedAt"]);
        Assert.Empty(report["slowestChunks"]!.AsArray());
    }

    [Fact]
    public async Task Report_IsThatOfTheNewestRun_AfterARetry()
    {
        JsonNode batch = await service.EndedAsync(Csv(Table));
        await service.JsonAsync(Link(batch, "report"));
        using (await service.PostAsync(Link(batch, "retry")))
        {
        }

        await service.WaitForEndAsync((Guid)batch["id"]!);

        Assert.Equal(2, (int)(await service.JsonAsync(Link(batch, "report")))["run"]!);
    }

    [Fact]
    public async Task Report_IsAProblem_WhenTheRequestMakesNoSense()
    {
        JsonNode batch = await service.EndedAsync(Csv(Table));

        using HttpResponseMessage format = await service.GetAsync(Link(batch, "report") + "?format=pdf");
        await ProblemAsync(format, 400, "validation");
        using HttpResponseMessage unknown = await service.GetAsync($"/api/batches/{Guid.NewGuid()}/report");
        await ProblemAsync(unknown, 404, "not-found");
    }

    private static string Link(JsonNode batch, string name) => (string)batch["links"]![name]!;

    private static IEnumerable<string> Counts(JsonNode counts) => counts.AsArray().Select(c => $"{c!["name"]} {c["count"]}");

    private static IEnumerable<string> Recount(IEnumerable<string?> labels) =>
        labels.GroupBy(l => l).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Count()}")).Order();
}
