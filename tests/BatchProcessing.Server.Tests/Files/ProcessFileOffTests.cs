using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Files;

[Collection(SharedService.Name)]
public sealed class ProcessFileOffTests(ServiceHost service)
{
    [Fact]
    public async Task ProcessFile_SaysHowToTurnItOn_WhenItIsOff()
    {
        using HttpResponseMessage response = await service.Client.PostAsync(
            new Uri("/api/documents/process-file", UriKind.Relative), ServiceHost.Body("{\"inputPath\":\"a.csv\",\"outputPath\":\"b.csv\"}", "application/json"));

        JsonNode problem = await ServiceHost.ProblemAsync(response, 404, "file-processing-off");
        Assert.Contains("Files:Root", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProcessFile_IsMalformed_WhenItsBodyIsNoJson()
    {
        using HttpResponseMessage response = await service.Client.PostAsync(
            new Uri("/api/documents/process-file", UriKind.Relative), ServiceHost.Body("{", "application/json"));

        await ServiceHost.ProblemAsync(response, 400, "malformed-request");
    }
}
