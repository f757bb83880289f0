using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using BatchProcessing.MLNet.Tests.Strangers;
using BatchProcessing.Server.Tests;

namespace BatchProcessing.MLNet.Tests.Service;

/// <summary>The service takes finished models, scores with them, gives them away again, and refuses what it cannot use.</summary>
public sealed class FinishedModelTests(FinishedModelTests.Host service, TrainedModels models)
    : IClassFixture<FinishedModelTests.Host>, IClassFixture<TrainedModels>
{
    [Fact]
    public async Task Post_MakesAReadyVersion_OfAZip()
    {
        byte[] zip = await File.ReadAllBytesAsync(models.ThreeLabels);
        using HttpResponseMessage response = await PostAsync("?name=brought", zip, "my model.zip");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/api/models/brought/versions/1", response.Headers.Location!.OriginalString);
        JsonNode model = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(("ready", "mlnet", true), ((string)model["state"]!, (string)model["runtime"]!, (bool)model["isActive"]!));
        Assert.Equal(["sports", "tech", "world"], model["labels"]!.AsArray().Select(l => (string)l!));
        Assert.Null(model["metrics"]);
        Assert.Equal("The model came finished: the service had no rows to measure it on.", (string)model["metricsReason"]!);
        Assert.Equal("tech", await ClassifyAsync("brought", "a chip and code in the cpu"));
        Assert.Equal(zip, await service.Client.GetByteArrayAsync(new Uri("/api/models/brought/versions/1/file", UriKind.Relative)));
    }

    [Fact]
    public async Task Post_MakesTheNextVersion_OfAModelThatWasGivenAway()
    {
        byte[] topics = await service.Client.GetByteArrayAsync(new Uri("/api/models/topics/versions/1/file", UriKind.Relative));
        using HttpResponseMessage first = await PostAsync("?name=desks&kind=classification", topics, "topics.btm");
        using HttpResponseMessage second = await PostAsync("?name=desks", topics, "no name that says it");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        JsonArray versions = (await service.JsonAsync("/api/models/desks")).AsArray();
        Assert.Equal([(1, true, "linear"), (2, false, "linear")], versions.Select(v => ((int)v!["version"]!, (bool)v["isActive"]!, (string)v["runtime"]!)));
        Assert.Equal(await ClassifyAsync("topics", "my card was charged twice"), await ClassifyAsync("desks@2", "my card was charged twice"));
    }

    [Fact]
    public async Task Post_IsRefused_WhenTheModelCannotBeUsed()
    {
        byte[] zip = await File.ReadAllBytesAsync(models.ThreeLabels);
        (byte[] File, string Reason)[] unusable =
        [
            ("text,label\na,b\n"u8.ToArray(), "is not a text model file"),
            ([], "is not a text model file"),
            ([.. "BTMODEL\n"u8, 4, 0, 0, 0], "is not a text model file"),
            (Repacked.With(zip, "CharToken", "OnnxXform"), "needs the component 'OnnxXform'"),
            (zip[..^100], "no sound ZIP archive"),
        ];
        foreach ((byte[] file, string reason) in unusable)
        {
            using HttpResponseMessage response = await PostAsync("?name=unusable", file, "theirs.zip");
            JsonNode problem = await ServiceHost.ProblemAsync(response, 422, "unusable-model");
            Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
        }

        using HttpResponseMessage none = await service.GetAsync("/api/models/unusable");
        await ServiceHost.ProblemAsync(none, 404, "not-found");
    }

    [Fact]
    public async Task Post_IsRefused_AndTheServiceGoesOn_WhenTheModelSaysThatItIsLongerThanItIs()
    {
        List<(string Name, byte[] Content)> parts = Repacked.Parts(await File.ReadAllBytesAsync(models.ThreeLabels));
        // The number of separators of the tokenizer, behind its header, the number of columns and their two names.
        byte[] tokenizer = parts.Single(p => p.Name == "TransformerChain/Transform_001/Chain/Transform_001/Model.key").Content;
        BitConverter.TryWriteBytes(tokenizer.AsSpan(256 + 12), int.MaxValue - 100);

        using HttpResponseMessage response = await PostAsync("?name=endless", Repacked.Of(parts), "endless.zip");

        JsonNode problem = await ServiceHost.ProblemAsync(response, 422, "unusable-model");
        Assert.Matches("^endless.zip is not taken: (whoever loads it fails|it takes more than 30 s)|no model that ML.NET can load", (string)problem["detail"]!);
        Assert.True(Environment.WorkingSet < 1L << 30, $"{Environment.WorkingSet} bytes");
    }

    [Fact]
    public async Task Post_IsRefused_WhenTheModelIsTooLarge()
    {
        Assert.Equal(1_000_000, (int)(await service.JsonAsync("/api/limits"))["modelBytes"]!);
        using HttpResponseMessage response = await PostAsync("?name=large", new byte[1_000_001], "large.btm");

        JsonNode problem = await ServiceHost.ProblemAsync(response, 413, "file-too-large");
        Assert.Equal("The file 'large.btm' has more than 1000000 bytes.", (string)problem["detail"]!);
    }

    [Theory]
    [InlineData("?name=topics", "one of the service's own models")]
    [InlineData("?name=Bad", "name must be")]
    [InlineData("", "name is missing")]
    [InlineData("?name=x&kind=astrology", "kind must be one of")]
    [InlineData("?name=x&runtime=mlnet", "runtime is for a training")]
    public async Task Post_IsRefused_WhenItsOptionsDoNotFit(string query, string reason)
    {
        using HttpResponseMessage response = await PostAsync(query, await File.ReadAllBytesAsync(models.TwoLabels), "two.zip");

        JsonNode problem = await ServiceHost.ProblemAsync(response, 400, "validation");
        Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> PostAsync(string query, byte[] file, string fileName)
    {
        using var form = new MultipartFormDataContent();
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "model", fileName);
        return await service.Client.PostAsync(new Uri($"/api/models{query}", UriKind.Relative), form);
    }

    private async Task<string> ClassifyAsync(string model, string text)
    {
        JsonNode batch = await service.EndedAsync(ServiceHost.Csv($"text\n{text}\n"), $"?analyses=classification&classificationModel={model}");
        return (string)JsonNode.Parse(await service.TextAsync($"/api/batches/{batch["id"]}/results"))!["classification"]!["label"]!;
    }

    /// <summary>A service that takes models of a million bytes.</summary>
    public sealed class Host() : ServiceHost(("Uploads:MaxModelBytes", "1000000"));
}
