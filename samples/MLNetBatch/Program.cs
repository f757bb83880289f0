using BatchProcessing.MLNet.Linear;
using BatchProcessing.MLNet.Processing;
using BatchProcessing.Processing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.ML;

// A model to have one; any transformer will do, such as ml.Model.Load("sentiment.zip", out _).
string path = Path.Combine(Path.GetTempPath(), $"sentiment-{Environment.ProcessId}.btm");
var context = new MLContext(seed: 1);
LinearText.Trainer(context).Fit(context.Data.LoadFromEnumerable(Comments.Known)).Save(path);

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddBatchProcessing(builder.Configuration)
    .AddTransformer<Comment, Sentiment>("sentiment", ml => LinearText.Load(ml, path));
using IHost host = builder.Build();

var processor = host.Services.GetRequiredService<IBatchProcessor<Comment, Sentiment>>();
BatchResult<Sentiment> result = await processor.ProcessParallelAsync(Comments.New);
foreach ((Comment comment, Sentiment sentiment) in Comments.New.Zip(result.Results))
    Console.WriteLine($"{sentiment.PredictedLabel} {sentiment.Score.Max():P0}: {comment.Text}");
Console.WriteLine($"{result.Results.Count} scored, {result.Errors.Count} failed");
File.Delete(path);

internal sealed class Comment
{
    public string Text { get; set; } = "";

    public string Label { get; set; } = "";
}

internal sealed class Sentiment
{
    public string PredictedLabel { get; set; } = "";

    public float[] Score { get; set; } = [];
}

internal static class Comments
{
    private static readonly string[] Things = ["delivery", "service", "product", "staff"];
    private static readonly string[] Good = ["great", "friendly", "perfect", "fast"];
    private static readonly string[] Bad = ["broken", "rude", "awful", "slow"];

    public static IEnumerable<Comment> Known => Of(Good, "positive").Concat(Of(Bad, "negative"));

    public static Comment[] New { get; } =
    [
        new() { Text = "Friendly people, fast answers, great shop" },
        new() { Text = "It came broken and the support was rude and slow" },
    ];

    private static IEnumerable<Comment> Of(string[] words, string label) =>
        from word in words
        from thing in Things
        select new Comment { Text = $"The {thing} was {word}.", Label = label };
}
