using BatchProcessing.MLNet.Linear;
using BatchProcessing.MLNet.Processing;
using BatchProcessing.MLNet.Tests.Linear;
using BatchProcessing.Processing;
using BatchProcessing.Server.Tests;
using BatchProcessing.TextModels.Training;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.MLNet.Tests.Processing;

public sealed class TransformerRegistrationTests(TrainedModels models) : IClassFixture<TrainedModels>, IDisposable
{
    private static readonly Row[] Rows = [.. TrainedModels.Rows(30, 3).Select(r => new Row { Text = r.Text })];

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Processors_RunPipelinesOfMLNetAndOurOwnModels_ByName()
    {
        TextModelTrainer.Train(TrainedModels.Rows(300, 3), null, new TrainingOptions()).Model.Save(_folder["topics.btm"]);
        using ServiceProvider services = Services(p => p
            .AddTransformer<Row, Scored>("theirs", context => context.Model.Load(models.ThreeLabels, out _))
            .AddTransformer<Row, Scored>("ours", context => LinearText.Load(context, _folder["topics.btm"])));

        foreach (string name in new[] { "theirs", "ours" })
        {
            BatchResult<Scored> result = await services.GetRequiredKeyedService<IBatchProcessor<Row, Scored>>(name).ProcessBatchAsync(Rows);
            Assert.Equal(TrainedModels.Rows(30, 3).Select(r => r.Label), result.Results.Select(r => r.PredictedLabel));
        }

        Assert.Equal(
            [("ours", 10L), ("theirs", 3L)],
            services.GetRequiredService<BatchProcessingMetrics>().LastHour().Select(m => (m.Processor, m.Chunks)));
    }

    [Fact]
    public void Transformer_IsCheckedAgainstTheClasses_WhenItIsFirstAskedFor()
    {
        using ServiceProvider services = Services(p => p.AddTransformer<Named, Scored>("theirs", context => context.Model.Load(models.ThreeLabels, out _)));

        string message = Assert.Throws<SchemaMismatchException>(services.GetRequiredService<IBatchProcessor<Named, Scored>>).Message;

        Assert.Contains("'Label'", message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static ServiceProvider Services(Action<BatchProcessingBuilder> add)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([
            new("ML:BatchProcessing:StreamBatchSize", "10"), new("ML:BatchProcessing:Processors:ours:StreamBatchSize", "3")]).Build();
        var services = new ServiceCollection();
        add(services.AddBatchProcessing(configuration));
        return services.BuildServiceProvider();
    }

    private sealed class Named
    {
        public string Name { get; set; } = "";
    }
}
