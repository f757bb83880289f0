using System.Text.Json.Nodes;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>A model file that the configuration names takes the place of the one that came with the service.</summary>
public sealed class ConfiguredModelTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Batch_IsScoredWithTheConfiguredModel_AndPinnedToItsVersion()
    {
        using var service = new ConfiguredService(Trained("fruit", "apple", "banana"));

        JsonNode batch = await service.EndedAsync(ServiceHost.Csv("text\na ripe banana word3\n"), "?analyses=classification,sentiment");

        Assert.Equal("my-fruit@1", (string)Assert.Single(batch["models"]!["classification"]!.AsArray())!);
        Assert.Contains(batch["models"]!["sentiment"]!.AsArray(), m => (string)m! == "sentiment-en@1");
        JsonNode result = JsonNode.Parse(await service.TextAsync($"/api/batches/{batch["id"]}/results"))!["classification"]!;
        Assert.Equal(("banana", "my-fruit@1"), ((string)result["label"]!, (string)result["model"]!));
        Assert.Equal(["apple", "banana"], result["scores"]!.AsObject().Select(s => s.Key));
    }

    [Fact]
    public async Task Start_AddsAVersion_OnlyWhenTheFileHasChanged()
    {
        string path = Trained("fruit", "apple", "banana");
        string data = _folder["kept"];
        using (var first = new ConfiguredService(path, data)) await VersionsAsync(first, 1);
        using (var second = new ConfiguredService(path, data)) await VersionsAsync(second, 1);
        Trained("fruit", "apple", "cherry");

        using var third = new ConfiguredService(path, data);
        JsonArray versions = await VersionsAsync(third, 2);

        Assert.Equal([false, true], versions.Select(v => (bool)v!["isActive"]!));
        Assert.All(versions, v => Assert.True((bool)v!["isShared"]!));
        Assert.Equal("classification", (string)versions[1]!["kind"]!);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<JsonArray> VersionsAsync(ConfiguredService service, int count)
    {
        JsonArray versions = (await service.JsonAsync("/api/models/my-fruit")).AsArray();
        Assert.Equal(count, versions.Count);
        return versions;
    }

    private string Trained(string name, params string[] labels)
    {
        string path = _folder["My Fruit.btm"];
        IEnumerable<LabeledText> rows = Enumerable.Range(0, 120)
            .Select(i => new LabeledText($"a ripe {labels[i % 2]} word{i % 7} word{i % 5}", labels[i % 2]));
        LinearTextModel model = TextModelTrainer.Train(rows, null, new TrainingOptions { Name = name, MaxThreads = 1 }).Model;
        model.Save(path);
        return path;
    }

    private sealed class ConfiguredService(string path, string? data = null) : ServiceHost(
        ("Models:classification:Path", path),
        ("Models:classification:Runtime", "linear"),
        data is null ? ("Chunks:MaxDocuments", "20") : ("Storage:DataFolder", data));
}
