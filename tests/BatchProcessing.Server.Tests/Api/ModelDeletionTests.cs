using System.Net;
using System.Text.Json.Nodes;
using static BatchProcessing.Server.Tests.HeldService;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>Versions of models are deleted; no pump claims anything, so a batch stays in progress.</summary>
[Collection(HeldService.Name)]
public sealed class ModelDeletionTests(HeldService service)
{
    private static readonly string Rows =
        "text,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"a ripe fruit{i % 2} word{i},label{i % 2}\n"));

    [Fact]
    public async Task Delete_RemovesVersionsAndTheirFiles_TheActiveOneLast()
    {
        await TrainedAsync("removed");
        await TrainedAsync("removed");
        string[] before = Folders();

        await ProblemAsync(await DeleteAsync("removed", 1), 409, "invalid-state");
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync("removed", 2)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync("removed", 1)).StatusCode);

        await ProblemAsync(await DeleteAsync("removed", 1), 404, "not-found");
        await ProblemAsync(await service.GetAsync("/api/models/removed"), 404, "not-found");
        Assert.Equal(before.Length - 2, Folders().Length);
    }

    [Fact]
    public async Task Delete_IsRefused_WhileABatchUsesTheVersion()
    {
        await TrainedAsync("used");
        JsonNode receipt = await service.AcceptedAsync(Csv(FiftyRows), "?analyses=classification&classificationModel=used");

        JsonNode problem = await ProblemAsync(await DeleteAsync("used", 1), 409, "invalid-state");

        Assert.Contains("used@1 is used by a batch", (string)problem["detail"]!, StringComparison.Ordinal);
        await service.MovedAsync(receipt, "cancel");
        await service.FinalizedAsync(receipt);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync("used", 1)).StatusCode);
    }

    [Theory]
    [InlineData("topics", "1", 409, "invalid-state")]
    [InlineData("topics", "999", 404, "not-found")]
    [InlineData("topics", "x", 404, "not-found")]
    [InlineData("none", "1", 404, "not-found")]
    public async Task Delete_IsRefused_ForWhatIsNotTheTenants(string name, string version, int status, string type) =>
        await ProblemAsync(await service.Client.DeleteAsync(new Uri($"/api/models/{name}/versions/{version}", UriKind.Relative)), status, type);

    private string[] Folders() => Directory.GetDirectories(Path.Combine(service.DataFolder, "blobs", "models"));

    private Task<HttpResponseMessage> DeleteAsync(string name, int version) =>
        service.Client.DeleteAsync(new Uri($"/api/models/{name}/versions/{version}", UriKind.Relative));

    private async Task TrainedAsync(string name)
    {
        using MultipartFormDataContent form = Form(("rows.csv", Rows));
        using HttpResponseMessage response = await service.Client.PostAsync(new Uri($"/api/models?name={name}", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await UntilAsync(async () => (string?)(await service.JsonAsync(response.Headers.Location!.OriginalString))["state"] == "ready");
    }
}
