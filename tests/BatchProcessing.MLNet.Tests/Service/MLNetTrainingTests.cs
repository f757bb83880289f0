using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BatchProcessing.MLNet.Linear;
using BatchProcessing.MLNet.TextModels;
using BatchProcessing.Server.Tests;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.ML;

namespace BatchProcessing.MLNet.Tests.Service;

/// <summary>The service trains with ML.NET where it is asked to, and gives away what it trained, of both runtimes.</summary>
public sealed class MLNetTrainingTests(ServiceHost service) : IClassFixture<ServiceHost>
{
    private static readonly TimeSpan TrainingLimit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Train_ByMLNet_MakesAVersion_ThatBatchesUse()
    {
        JsonNode model = await TrainedAsync("?name=by-mlnet&runtime=mlnet");

        Assert.Equal(("ready", "mlnet"), ((string)model["state"]!, (string)model["runtime"]!));
        Assert.Equal(["sports", "tech", "world"], model["labels"]!.AsArray().Select(l => (string)l!));
        Assert.True((double)model["metrics"]!["accuracy"]! > 0.9, model.ToJsonString());
        Assert.Equal((270, 30), ((int)model["metrics"]!["trainingRows"]!, (int)model["metrics"]!["developmentRows"]!));
        Assert.Equal(TrainedModels.Rows(30, 3).Select(r => r.Label), await LabelsAsync("by-mlnet", 30));
    }

    [Fact]
    public async Task Train_IsLinear_WhenNoRuntimeIsNamed()
    {
        JsonNode model = await TrainedAsync("?name=by-default");

        Assert.Equal(("ready", "linear"), ((string)model["state"]!, (string)model["runtime"]!));
    }

    [Fact]
    public async Task Train_ByMLNet_FailsWithTheReason_WhenALabelIsSeveral()
    {
        JsonNode model = await TrainedAsync("?name=several&runtime=MLNet", "text,label\na,x|y\nb,x\nc,z\n");

        Assert.Equal("failed", (string)model["state"]!);
        Assert.Contains("the runtime MLNet learns one a text", (string)model["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_IsRefused_WhenNothingTrainsTheRuntime()
    {
        using HttpResponseMessage response = await service.Client.PostAsync(
            new Uri("/api/models?name=x&runtime=torch", UriKind.Relative), ServiceHost.Form(("rows.csv", "text,label\na,b\n")));

        JsonNode problem = await ServiceHost.ProblemAsync(response, 400, "validation");
        Assert.Equal("runtime is 'torch' but must be one of linear, mlnet.", (string)problem["detail"]!);
    }

    [Theory]
    [InlineData("linear", ".btm")]
    [InlineData("mlnet", ".zip")]
    public async Task File_OpenedOutsideOfTheService_GivesTheSameLabels(string runtime, string extension)
    {
        await TrainedAsync($"?name=given-{runtime}&runtime={runtime}");
        string[] served = await LabelsAsync($"given-{runtime}", 60);
        using HttpResponseMessage response = await service.GetAsync($"/api/models/given-{runtime}/versions/1/file");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"given-{runtime}@1{extension}", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'));

        ITextModel model = new TextModelReader(new MLNetRuntime()).Load(await response.Content.ReadAsByteArrayAsync(), "given");

        TextScorer scorer = new TextModelSet([model]).CreateScorer();
        string[] labels = [.. TrainedModels.Texts(60).Select(text =>
        {
            scorer.Read(Encoding.UTF8.GetBytes(text));
            return model.Labels[scorer.Score(0, new float[model.Labels.Count])];
        })];
        Assert.Equal(served, labels);
        Assert.Equal(3, labels.Distinct().Count());
    }

    [Fact]
    public async Task File_OpenedInAPlainProgramOfMLNet_GivesTheSameLabels()
    {
        await TrainedAsync("?name=plain");
        string[] served = await LabelsAsync("plain", 60);
        using var file = new MemoryStream(await service.Client.GetByteArrayAsync(new Uri("/api/models/plain/versions/1/file", UriKind.Relative)));
        var context = new MLContext();

        LinearTextTransformer model = LinearText.Load(context, file);

        IDataView scored = model.Transform(context.Data.LoadFromEnumerable(TrainedModels.Texts(60).Select(t => new Input { Text = t })));
        Assert.Equal(served, context.Data.CreateEnumerable<Output>(scored, reuseRowObject: false).Select(o => o.PredictedLabel));
    }

    private async Task<string[]> LabelsAsync(string model, int rows)
    {
        var table = new StringBuilder("text\n").AppendJoin('\n', TrainedModels.Texts(rows));
        JsonNode batch = await service.EndedAsync(ServiceHost.Csv(table.ToString()), $"?analyses=classification&classificationModel={model}");
        string[] lines = (await service.TextAsync($"/api/batches/{batch["id"]}/results")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(l => (string)JsonNode.Parse(l)!["classification"]!["label"]!)];
    }

    private async Task<JsonNode> TrainedAsync(string query, string? csv = null)
    {
        csv ??= "text,label\n" + string.Concat(TrainedModels.Rows(300, 3).Select(r => $"{r.Text},{r.Label}\n"));
        using HttpResponseMessage response = await service.Client.PostAsync(
            new Uri($"/api/models{query}", UriKind.Relative), ServiceHost.Form(("rows.csv", csv)));
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var limit = Stopwatch.StartNew();
        while (true)
        {
            JsonNode model = await service.JsonAsync(response.Headers.Location!.OriginalString);
            if (model["endedAt"] is not null) return model;
            Assert.True(limit.Elapsed < TrainingLimit, model.ToJsonString());
            await Task.Delay(20);
        }
    }

    private sealed class Input
    {
        public string Text { get; set; } = "";
    }

    private sealed class Output
    {
        public string PredictedLabel { get; set; } = "";
    }
}
