using System.Text.Json.Nodes;
using BatchProcessing.Batches;
using BatchProcessing.Server.Api.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

[Collection(HeldService.Name)]
public sealed class RetryTests(HeldService service)
{
    /// <summary>Three chunks of 20, 20 and 10 documents; two rows of the first one are bad.</summary>
    private static readonly string Table =
        "text\n\"\"\n\"\"\n" + string.Concat(Enumerable.Range(0, 48).Select(i => $"\"comment {i}, which is great\"\n"));

    [Fact]
    public async Task Retry_RunsWhatDidNotSucceedAgain_AndLeavesEarlierSuccessesAsTheyWere()
    {
        JsonNode receipt = await FailMiddleAsync();
        string[] blobs = service.Files(receipt, "out");
        // A mark that no analysis would make: a line that has it was copied.
        await File.WriteAllTextAsync(blobs[0], (await File.ReadAllTextAsync(blobs[0])).Replace("\"doc-5\"", "\"MARK5\"", StringComparison.Ordinal));
        string[] first = await service.LinesAsync(receipt);

        JsonNode queued = await service.MovedAsync(receipt, "retry");
        await service.WorkAsync(receipt);
        await service.WorkAsync(receipt);
        JsonNode batch = await service.FinalizedAsync(receipt);

        Assert.Equal((2, "queued"), ((int)queued["run"]!, (string?)queued["status"]));
        Assert.Equal("{\"total\":50,\"succeeded\":28,\"failed\":0,\"notProcessed\":0,\"pending\":22}", queued["counts"]!.ToJsonString());
        Assert.Equal(("completed", "partially_succeeded"), ((string?)batch["status"], (string?)batch["outcome"]));
        Assert.Equal("{\"total\":50,\"succeeded\":48,\"failed\":2,\"notProcessed\":0,\"pending\":0}", batch["counts"]!.ToJsonString());
        Assert.Equal("{\"empty\":2}", batch["errors"]!.ToJsonString());
        Assert.Equal(48, batch["distributions"]!["sentiment"]!.AsObject().Sum(l => (int)l.Value!));
        string[] lines = await service.LinesAsync(receipt);
        Assert.Contains("MARK5", lines[5], StringComparison.Ordinal);
        Assert.Equal(first[..20], lines[..20]);
        Assert.All(lines[20..40], l => Assert.Contains("\"status\":\"succeeded\"", l, StringComparison.Ordinal));
        Assert.Equal(first[40..], lines[40..]);
        Assert.Equal(2, service.Files(receipt, "out").Except(blobs).Count());
    }

    [Fact]
    public async Task Documents_ShowWhatHasSucceededBefore_WhileTheyRunAgain()
    {
        JsonNode receipt = await FailMiddleAsync();
        await service.MovedAsync(receipt, "retry");

        JsonNode kept = await service.JsonAsync(HeldService.Self(receipt) + "/documents/doc-7");
        JsonNode pending = await service.JsonAsync(HeldService.Self(receipt) + "/documents?status=pending&limit=100");
        JsonNode succeeded = await service.JsonAsync(HeldService.Self(receipt) + "/documents?status=succeeded&limit=100");

        Assert.NotNull(kept["sentiment"]);
        Assert.Equal([0, 1, .. Enumerable.Range(20, 20)], pending["items"]!.AsArray().Select(d => (int)d!["ordinal"]!));
        Assert.Equal(28, succeeded["items"]!.AsArray().Count);
        Assert.Empty(await service.LinesAsync(receipt, "?partial=true"));
    }

    [Fact]
    public async Task Download_IsRefused_WhenTheBatchIsRetriedWhileItBegins()
    {
        JsonNode receipt = await FailMiddleAsync();
        Batch? ended = await service.Services.GetRequiredService<IBatchStore>().GetAsync(HeldService.IdOf(receipt), CancellationToken.None);
        var download = service.Services.GetRequiredService<ResultDownload>();
        await service.MovedAsync(receipt, "retry");

        IResult[] answers =
            [await download.WholeAsync(new DefaultHttpContext(), ended!), await download.TableAsync(new DefaultHttpContext(), ended!)];

        Assert.All(answers, a => Assert.Equal(409, Assert.IsType<ProblemHttpResult>(a).StatusCode));
    }

    [Fact]
    public async Task Retry_ChangesNothing_WhileTheRunItBeganGoesOn()
    {
        JsonNode receipt = await FailMiddleAsync();
        JsonNode queued = await service.MovedAsync(receipt, "retry");

        Assert.Equal(queued.ToJsonString(), (await service.MovedAsync(receipt, "retry")).ToJsonString());
        await service.WorkAsync(receipt);
        Assert.Equal(2, (int)(await service.MovedAsync(receipt, "retry"))["run"]!);
    }

    [Fact]
    public async Task Retry_KeepsEarlierSuccesses_WhenTheNextRunIsCancelled()
    {
        JsonNode receipt = await FailMiddleAsync();
        string[] first = await service.LinesAsync(receipt);
        await service.MovedAsync(receipt, "retry");
        await service.MovedAsync(receipt, "cancel");

        JsonNode batch = await service.WaitForEndAsync(HeldService.IdOf(receipt));

        Assert.Equal(("cancelled", 28, 22), ((string?)batch["status"], (int)batch["counts"]!["succeeded"]!, (int)batch["counts"]!["notProcessed"]!));
        string[] lines = await service.LinesAsync(receipt);
        Assert.Equal(first[2..20], lines[2..20]);
        Assert.Equal(22, lines.Count(l => l.Contains("\"not-processed\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Retry_IsRefused_WhileTheFirstRunGoesOn_AndWhenEverythingHasSucceeded()
    {
        JsonNode running = await service.AcceptedAsync(Csv(HeldService.FiftyRows));
        using HttpResponseMessage early = await service.PostAsync(HeldService.Self(running) + "/retry");
        JsonNode empty = await service.AcceptedAsync(Csv("text\n"));
        await service.FinalizedAsync(empty);
        using HttpResponseMessage needless = await service.PostAsync(HeldService.Self(empty) + "/retry");

        await ProblemAsync(early, 409, "invalid-state");
        JsonNode problem = await ProblemAsync(needless, 409, "invalid-state");
        Assert.Contains("succeeded", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>A batch that failed because the input of its middle chunk was away; it is back now.</summary>
    private async Task<JsonNode> FailMiddleAsync()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(Table));
        string input = service.Files(receipt, "in")[1];
        File.Move(input, input + ".away");
        for (int i = 0; i < 3; i++) await service.WorkAsync(receipt);
        JsonNode batch = await service.FinalizedAsync(receipt);
        Assert.Equal(("failed", 20), ((string?)batch["status"], (int)batch["counts"]!["notProcessed"]!));
        File.Move(input + ".away", input);
        return receipt;
    }
}
