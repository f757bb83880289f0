using BatchProcessing.MLNet.Processing;
using BatchProcessing.Processing;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Tests.Processing;

public sealed class MLBatchProcessorTests(TrainedModels models) : IClassFixture<TrainedModels>
{
    private readonly MLContext _context = new();

    [Fact]
    public async Task ProcessBatch_GivesWhatTransformGives_ForATextPipeline()
    {
        ITransformer transformer = Load();
        Input[] rows = [.. TrainedModels.Texts(2500).Select(t => new Input { Text = t })];
        Output[] expected = [.. _context.Data.CreateEnumerable<Output>(
            transformer.Transform(_context.Data.LoadFromEnumerable(rows)), reuseRowObject: false)];

        BatchResult<Output> result = await new MLBatchProcessor<Input, Output>(_context, transformer).ProcessParallelAsync(rows, 3);

        Assert.True(result.Success);
        Assert.Equal(expected.Select(e => e.PredictedLabel), result.Results.Select(r => r.PredictedLabel));
        Assert.Equal(expected.Select(e => e.Score), result.Results.Select(r => r.Score));
    }

    [Fact]
    public async Task ProcessBatch_FailsANullItemAlone()
    {
        Input[] rows = [new() { Text = "a ball" }, null!, new() { Text = "a chip" }];

        BatchResult<Output> result = await new MLBatchProcessor<Input, Output>(_context, Load()).ProcessBatchAsync(rows);

        Assert.Equal(1, Assert.Single(result.Errors).Index);
        Assert.Equal(2, result.OutputCount);
    }

    [Fact]
    public async Task ProcessBatch_FailsTheItemsThatGiveNoRow_WhenTheTransformerDropsRows()
    {
        IDataView none = _context.Data.LoadFromEnumerable(Array.Empty<Measure>());
        ITransformer filter = new DroppingTransformer(_context, _context.Transforms.CopyColumns("Copy", "Value").Fit(none));
        Measure[] rows = [.. Enumerable.Range(0, 100).Select(i => new Measure { Value = i })];

        BatchResult<Copied> result = await new MLBatchProcessor<Measure, Copied>(_context, filter).ProcessBatchAsync(rows);

        Assert.Equal([0L, 1, 2], result.Errors.Select(e => e.Index));
        Assert.All(result.Errors, e => Assert.Contains("gave 0 rows for 1", e.Message, StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(3, 97).Select(i => (float)i), result.Results.Select(r => r.Copy));
    }

    [Fact]
    public void Processor_IsRefused_WhenTheInputLacksAColumn() => Refused<NoText, Output>("'Text'", "NoText", "Body (String)");

    [Fact]
    public void Processor_IsRefused_WhenAnInputColumnIsOfAnotherType() => Refused<NumberText, Output>("'Text'", "NumberText", "Text (Single)");

    [Fact]
    public void Processor_IsRefused_WhenTheTransformerLacksAnOutputColumn() => Refused<Input, UnknownOutput>("'Sentiment'", "UnknownOutput", "PredictedLabel (String)");

    [Fact]
    public void Processor_IsRefused_WhenAnOutputColumnIsOfAnotherType() => Refused<Input, OneScore>("'Score'", "OneScore", "Score (Vector<Single, 3>)");

    private void Refused<TInput, TOutput>(params string[] parts)
        where TInput : class
        where TOutput : class, new()
    {
        string message = Assert.Throws<SchemaMismatchException>(() => new MLBatchProcessor<TInput, TOutput>(_context, Load())).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private ITransformer Load() => _context.Model.Load(models.ThreeLabels, out _);

    public sealed class Input
    {
        public string Text { get; set; } = "";

        public string Label { get; set; } = "";
    }

    public sealed class Output
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Score { get; set; } = [];
    }

    public sealed class NoText
    {
        public string Body { get; set; } = "";

        public string Label { get; set; } = "";
    }

    public sealed class NumberText
    {
        public float Text { get; set; }

        public string Label { get; set; } = "";
    }

    public sealed class UnknownOutput
    {
        public string Sentiment { get; set; } = "";
    }

    public sealed class OneScore
    {
        public float Score { get; set; }
    }

    public sealed class Measure
    {
        public float Value { get; set; }
    }

    public sealed class Copied
    {
        public float Copy { get; set; }
    }

    /// <summary>Drops rows with a value below 3: what a filter in a pipeline does.</summary>
    private sealed class DroppingTransformer(MLContext context, ITransformer inner) : ITransformer
    {
        public bool IsRowToRowMapper => false;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inner.GetOutputSchema(inputSchema);

        public IDataView Transform(IDataView input) =>
            context.Data.FilterRowsByColumn(inner.Transform(input), nameof(Measure.Value), lowerBound: 3);

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }
}
