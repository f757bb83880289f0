using System.Text;
using System.Text.Json.Nodes;
using BatchProcessing.Server.Tests;

namespace BatchProcessing.MLNet.Tests.Service;

/// <summary>The service with a model that ML.NET saved, named in its configuration.</summary>
public sealed class MLNetServiceTests(TrainedModels models) : IClassFixture<TrainedModels>
{
    [Fact]
    public async Task Batch_OfTenFiles_IsScoredAndPinned_LikeWithAnyOtherModel()
    {
        using var service = new MLNetService(models.ThreeLabels);
        (string, string)[] files = [.. TrainedModels.Texts(10).Select((t, i) => ($"f{i}.txt", t))];

        JsonNode batch = await service.EndedAsync(ServiceHost.Form(files), "?analyses=classification,sentiment");

        Assert.Equal(("completed", "succeeded"), ((string)batch["status"]!, (string)batch["outcome"]!));
        Assert.Equal("three-labels@1", (string)Assert.Single(batch["models"]!["classification"]!.AsArray())!);
        string[] lines = (await service.TextAsync($"/api/batches/{batch["id"]}/results")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(TrainedModels.Rows(10, 3).Select(r => r.Label), lines.Select(l => (string)Classification(l)["label"]!));
        JsonNode first = Classification(lines[0]);
        Assert.Equal(["sports", "tech", "world"], first["scores"]!.AsObject().Select(s => s.Key));
        Assert.Equal((double)first["confidence"]!, first["scores"]!.AsObject().Max(s => (double)s.Value!));
        Assert.Equal("three-labels@1", (string)first["model"]!);
        Assert.Equal("sentiment-en@1", (string)JsonNode.Parse(lines[0])!["sentiment"]!["model"]!);
    }

    [Fact]
    public async Task Batch_OfManyChunks_KeepsItsOrder()
    {
        using var service = new MLNetService(models.TwoLabels);
        string[] labels = [.. TrainedModels.Rows(1500, 2).Select(r => r.Label)];
        var table = new StringBuilder("text\n").AppendJoin('\n', TrainedModels.Rows(1500, 2).Select(r => r.Text));

        JsonNode batch = await service.EndedAsync(ServiceHost.Csv(table.ToString()), "?analyses=classification");

        string[] lines = (await service.TextAsync($"/api/batches/{batch["id"]}/results")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(labels, lines.Select(l => (string)Classification(l)["label"]!));
        Assert.Equal((750, 750), ((int)batch["distributions"]!["classification"]!["sports"]!, (int)batch["distributions"]!["classification"]!["tech"]!));
    }

    [Fact]
    public async Task Version_IsKept_AndNamedColumnsMakeANewOne()
    {
        using var folder = new TempFolder();
        using (var first = new MLNetService(models.ThreeLabels, ("Storage:DataFolder", folder["data"])))
            Assert.Single((await first.JsonAsync("/api/models/three-labels")).AsArray());

        using var second = new MLNetService(
            models.ThreeLabels, ("Storage:DataFolder", folder["data"]), ("Models:classification:InputColumn", "Text"));

        JsonArray versions = (await second.JsonAsync("/api/models/three-labels")).AsArray();
        Assert.Equal([1, 2], versions.Select(v => (int)v!["version"]!));
        Assert.Equal(["sports", "tech", "world"], versions[1]!["labels"]!.AsArray().Select(l => (string)l!));
        JsonNode batch = await second.EndedAsync(ServiceHost.Csv("text\na chip and code\n"), "?analyses=classification&classificationModel=three-labels@1");
        Assert.Equal("three-labels@1", (string)Assert.Single(batch["models"]!["classification"]!.AsArray())!);
    }

    [Theory]
    [InlineData("InputColumn", "Body", "no column 'Body'")]
    [InlineData("LabelColumn", "Class", "no column 'Class'")]
    [InlineData("ScoreColumn", "Features", "none of its labels")]
    [InlineData("Runtime", "Linear", "is no model of the runtime Linear")]
    public void Start_StopsWithTheReason_WhenTheModelDoesNotFitItsSettings(string key, string value, string reason)
    {
        Exception fault = Assert.ThrowsAny<Exception>(() =>
        {
            using var service = new MLNetService(models.ThreeLabels, ($"Models:classification:{key}", value));
        });

        Assert.Contains(reason, fault.ToString(), StringComparison.Ordinal);
    }

    private static JsonNode Classification(string line) => JsonNode.Parse(line)!["classification"]!;

    private sealed class MLNetService(string path, params (string Key, string Value)[] settings) : ServiceHost(
        [("Models:classification:Path", path), ("Models:classification:Runtime", "MLNet"), .. settings]);
}
