using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>Models are listed, trained on a caller's rows, activated and used by batches.</summary>
public sealed class ModelsTests(ServiceHost service) : IClassFixture<ServiceHost>
{
    private static readonly TimeSpan TrainingLimit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task List_ShowsTheModels_ThatCameWithTheService()
    {
        JsonArray models = (await service.JsonAsync("/api/models")).AsArray();

        foreach (string name in new[] { "topics", "sentiment-en", "sentiment-es", "emotion", "language" })
        {
            JsonNode model = Assert.Single(models, m => (string)m!["name"]! == name)!;
            Assert.True((bool)model["isActive"]! && (bool)model["isShared"]!);
            Assert.Equal("ready", (string)model["state"]!);
            Assert.NotEmpty(model["labels"]!.AsArray());
        }
    }

    [Fact]
    public async Task Train_MakesAVersion_ThatBatchesCanName()
    {
        JsonNode first = await TrainedAsync("fruit", Rows("apple", "banana"));
        Assert.Equal("ready", (string)first["state"]!);
        Assert.Equal("fruit@1", (string)first["reference"]!);
        Assert.True((bool)first["isActive"]!);
        Assert.True((double)first["metrics"]!["accuracy"]! > 0.9, first.ToJsonString());
        JsonNode second = await TrainedAsync("fruit", Rows("apple", "cherry"));
        Assert.False((bool)second["isActive"]!);

        Assert.Equal("banana", await ClassifyAsync("fruit", "a ripe banana word3 word5"));
        Assert.Equal("cherry", await ClassifyAsync("fruit@2", "a ripe cherry word3 word5"));
        using HttpResponseMessage activated = await service.Client.PostAsync(new Uri("/api/models/fruit/versions/2/activate", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, activated.StatusCode);
        Assert.Equal("cherry", await ClassifyAsync("fruit", "a ripe cherry word3 word5"));
    }

    [Fact]
    public async Task Train_FailsWithTheLine_WhenARowHasNoLabel()
    {
        JsonNode model = await TrainedAsync("broken", "text,label\ngood,a\nbad,\n");

        Assert.Equal("failed", (string)model["state"]!);
        Assert.Contains("line 3", (string)model["error"]!, StringComparison.Ordinal);
        using HttpResponseMessage activated = await service.Client.PostAsync(new Uri("/api/models/broken/versions/1/activate", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Conflict, activated.StatusCode);
    }

    [Fact]
    public async Task Train_FailsWithTheLimit_WhenItsLabelsAreTooLong()
    {
        string label = new('x', 201);
        JsonNode one = await TrainedAsync("longlabel", Rows("short", label));
        JsonNode all = await TrainedAsync("longlabels", "text,label\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"word,{i:D3}{label[..190]}\n")));

        Assert.Equal("failed", (string)one["state"]!);
        Assert.Contains("line 3: column \"label\" has a label of 201 bytes; a label has at most 200", (string)one["error"]!, StringComparison.Ordinal);
        Assert.Equal("failed", (string)all["state"]!);
        Assert.Contains("400 labels that take 78000 bytes as JSON, more than 65536", (string)all["error"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("topics", "classification", "rows.csv", 400)]
    [InlineData("Bad Name", "classification", "rows.csv", 400)]
    [InlineData("good", "astrology", "rows.csv", 400)]
    [InlineData("good", "classification", "rows.txt", 415)]
    public async Task Train_IsRefused_WhenTheFormDoesNotFit(string name, string kind, string file, int status)
    {
        using HttpResponseMessage response = await PostAsync(name, "text,label\na,b\n", kind, file);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Upload_IsRefused_WhenItNamesNoModel()
    {
        using var body = new StringContent("text\nhello\n", Encoding.UTF8, "text/csv");
        using HttpResponseMessage response = await service.UploadAsync(body, "?classificationModel=nothing");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("nothing", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllAnalyses_AreInResultsAndDistributions_WhenAskedFor()
    {
        using var body = new StringContent("id,text\na,I am so happy and grateful today!\n", Encoding.UTF8, "text/csv");

        JsonNode batch = await service.EndedAsync(body, "?analyses=classification,sentiment,emotion,language");

        JsonNode line = JsonNode.Parse(await service.TextAsync((string)batch["links"]!["results"]!))!;
        Assert.Equal("joy", (string)line["emotion"]!["label"]!);
        Assert.Equal("en", (string)line["language"]!["label"]!);
        Assert.Equal(1, (int)batch["distributions"]!["emotion"]!["joy"]!);
        Assert.Equal(1, (int)batch["distributions"]!["language"]!["en"]!);
    }

    private async Task<string> ClassifyAsync(string model, string text)
    {
        using var body = new StringContent($"text\n{text}\n", Encoding.UTF8, "text/csv");
        JsonNode batch = await service.EndedAsync(body, $"?analyses=classification&classificationModel={model}");
        return (string)JsonNode.Parse(await service.TextAsync((string)batch["links"]!["results"]!))!["classification"]!["label"]!;
    }

    private async Task<JsonNode> TrainedAsync(string name, string csv)
    {
        using HttpResponseMessage response = await PostAsync(name, csv, "classification", "rows.csv");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        string self = response.Headers.Location!.OriginalString;
        var limit = Stopwatch.StartNew();
        while (true)
        {
            JsonNode model = await service.JsonAsync(self);
            if (model["endedAt"] is not null) return model;
            Assert.True(limit.Elapsed < TrainingLimit, model.ToJsonString());
            await Task.Delay(20);
        }
    }

    private async Task<HttpResponseMessage> PostAsync(string name, string csv, string kind, string file)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(name), "name" },
            { new StringContent(kind), "kind" },
        };
        var rows = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        rows.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(rows, "file", file);
        return await service.Client.PostAsync(new Uri("/api/models", UriKind.Relative), form);
    }

    private static string Rows(params string[] labels)
    {
        var csv = new StringBuilder("text,label\n");
        for (int i = 0; i < 200; i++)
            csv.Append("a ripe ").Append(labels[i % labels.Length]).Append(" word").Append(i % 7).Append(" word").Append(i % 11).Append(',').Append(labels[i % labels.Length]).Append('\n');
        return csv.ToString();
    }
}
