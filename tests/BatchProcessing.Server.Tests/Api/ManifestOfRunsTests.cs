using System.Text.Json.Nodes;
using BatchProcessing.Server.Tests.Cli;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>Manifests of batches that were stopped and run again; a test works on their chunks by hand.</summary>
public sealed class ManifestOfRunsTests(HeldService service) : IClassFixture<HeldService>
{
    [Fact]
    public async Task Manifest_HasNoHash_WhereDocumentsWereNotProcessed_UntilTheyAre()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(HeldService.FiftyRows));
        await service.WorkAsync(receipt);
        await service.MovedAsync(receipt, "cancel");
        await service.FinalizedAsync(receipt);

        JsonNode cancelled = await SoundManifestAsync(receipt);
        await service.MovedAsync(receipt, "retry");
        await service.WorkAsync(receipt);
        await service.WorkAsync(receipt);
        await service.FinalizedAsync(receipt);
        JsonNode completed = await SoundManifestAsync(receipt);

        Assert.Equal(("cancelled", 1, 30), ((string?)cancelled["status"], (int)cancelled["run"]!, (int)cancelled["notProcessed"]!));
        Assert.Equal(("completed", 2, 0), ((string?)completed["status"], (int)completed["run"]!, (int)completed["notProcessed"]!));
        List<string?> before = HashesOf(cancelled);
        List<string?> after = HashesOf(completed);
        Assert.Equal([before[0], null, null], before);
        Assert.Equal(before[0], after[0]);
        Assert.All(after, Assert.NotNull);
        Assert.NotEqual((string?)cancelled["resultsSha256"], (string?)completed["resultsSha256"]);
    }

    [Fact]
    public async Task Verify_NamesWhatCannotBeChecked_WhenARetryIsCancelled_AndSucceedsAfterTheNext()
    {
        JsonNode receipt = await service.AcceptedAsync(Csv("id,text\na,first\nb,\nc,third\n"));
        await service.WorkAsync(receipt);
        await service.FinalizedAsync(receipt);
        await SoundManifestAsync(receipt);
        await service.MovedAsync(receipt, "retry");
        await service.MovedAsync(receipt, "cancel");
        await service.FinalizedAsync(receipt);

        JsonNode manifest = await service.JsonAsync($"{HeldService.Self(receipt)}/manifest");
        (int exitCode, string output) = await VerifyAsync(receipt);
        await service.MovedAsync(receipt, "retry");
        await service.WorkAsync(receipt);
        await service.FinalizedAsync(receipt);

        Assert.Equal((2, 0, 1), ((int)manifest["succeeded"]!, (int)manifest["failed"]!, (int)manifest["notProcessed"]!));
        Assert.Equal([null], HashesOf(manifest));
        Assert.Equal(1, exitCode);
        Assert.StartsWith("The chunk at document 0 has results of an earlier run only", output, StringComparison.Ordinal);
        await SoundManifestAsync(receipt);
    }

    private static List<string?> HashesOf(JsonNode manifest) => [.. manifest["chunks"]!.AsArray().Select(c => (string?)c!["sha256"])];

    /// <summary>Checks that the results are as the manifest says, and gives it.</summary>
    private async Task<JsonNode> SoundManifestAsync(JsonNode receipt)
    {
        (int exitCode, string output) = await VerifyAsync(receipt);
        Assert.True(exitCode == 0, output);
        return await service.JsonAsync($"{HeldService.Self(receipt)}/manifest");
    }

    private Task<(int ExitCode, string Output)> VerifyAsync(JsonNode receipt) =>
        Verification.RunAsync(service.Client.BaseAddress!, HeldService.IdOf(receipt));
}
