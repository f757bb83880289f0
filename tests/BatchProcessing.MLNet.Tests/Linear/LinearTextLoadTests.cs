using System.Text;
using BatchProcessing.MLNet.Linear;
using BatchProcessing.MLNet.Processing;
using BatchProcessing.Processing;
using BatchProcessing.Server.Tests;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Tests.Linear;

/// <summary>A <c>.btm</c> as the service and the command line train it, in plain pipelines of ML.NET.</summary>
public sealed class LinearTextLoadTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MLContext _context = new(1);
    private readonly Row[] _rows = [.. TrainedModels.Texts(2500).Append("").Append("ünïcode ball 😀").Select(t => new Row { Text = t })];

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 5)]
    public void Transform_GivesTheLabelsAndScoresOfOurOwnRuntime_ForATrainedFile(int labels, int characterNgrams)
    {
        string path = Train(labels, characterNgrams);
        ITextModel own = new TextModelReader(new MLNet.TextModels.MLNetRuntime()).Load(path);
        TextScorer scorer = new TextModelSet([own]).CreateScorer();

        LinearTextTransformer transformer = LinearText.Load(_context, path);
        Scored[] scored = [.. _context.Data.CreateEnumerable<Scored>(transformer.Transform(_context.Data.LoadFromEnumerable(_rows)), reuseRowObject: false)];

        Assert.Equal(_rows.Length, scored.Length);
        for (int i = 0; i < scored.Length; i++)
        {
            float[] probabilities = new float[labels];
            scorer.Read(Encoding.UTF8.GetBytes(_rows[i].Text));
            int label = scorer.Score(0, probabilities);
            Assert.Equal(own.Labels[label], scored[i].PredictedLabel);
            Assert.Equal(probabilities, scored[i].Score);
        }

        Assert.Equal(labels, scored.Select(s => s.PredictedLabel).Distinct().Count());
    }

    [Fact]
    public void PredictionEngine_GivesWhatTransformGives()
    {
        LinearTextTransformer transformer = LinearText.Load(_context, Train(3));
        using PredictionEngine<Row, Scored> engine = _context.Model.CreatePredictionEngine<Row, Scored>(transformer);
        Scored[] expected = Transform(transformer);

        Assert.All(expected.Zip(_rows), pair =>
        {
            Scored one = engine.Predict(pair.Second);
            Assert.Equal(pair.First.PredictedLabel, one.PredictedLabel);
            Assert.Equal(pair.First.Score, one.Score);
        });
    }

    [Fact]
    public async Task MLBatchProcessor_GivesWhatTransformGives_OnManyThreads()
    {
        LinearTextTransformer transformer = LinearText.Load(_context, Train(3));
        var processor = new MLBatchProcessor<Row, Scored>(_context, transformer, new BatchProcessorOptions { StreamBatchSize = 100 });

        BatchResult<Scored> result = await processor.ProcessParallelAsync(_rows, 4);

        Assert.True(result.Success);
        Scored[] expected = Transform(transformer);
        Assert.Equal(expected.Select(e => e.PredictedLabel), result.Results.Select(r => r.PredictedLabel));
        Assert.Equal(expected.Select(e => e.Score), result.Results.Select(r => r.Score));
    }

    [Fact]
    public void Chain_TakesTheLabelAsAKey_WhenAskedFor()
    {
        LinearTextTransformer transformer = LinearText.Load(_context, Train(3), labelsAsKeys: true);
        IDataView keys = transformer.Transform(_context.Data.LoadFromEnumerable(_rows));
        IDataView texts = _context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(keys).Transform(keys);

        Assert.Equal(
            Transform(LinearText.Load(_context, Train(3))).Select(s => s.PredictedLabel),
            _context.Data.CreateEnumerable<Scored>(texts, reuseRowObject: false).Select(s => s.PredictedLabel));
    }

    [Fact]
    public void Columns_HaveOtherNames_WhenTheyAreGiven()
    {
        var columns = new LinearTextColumns { Text = "Body", Score = "Chances", PredictedLabel = "Topic" };
        IDataView body = _context.Transforms.CopyColumns("Body", "Text").Fit(_context.Data.LoadFromEnumerable(_rows)).Transform(
            _context.Data.LoadFromEnumerable(_rows));

        DataViewSchema schema = LinearText.Load(_context, Train(3), columns).Transform(body).Schema;

        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["Chances"].GetSlotNames(ref names);
        Assert.Equal(["sports", "tech", "world"], names.DenseValues().Select(n => n.ToString()));
        Assert.Equal(TextDataViewType.Instance, schema["Topic"].Type);
    }

    [Fact]
    public void Cursor_ReadsOnlyWhatIsAskedFor()
    {
        IDataView view = LinearText.Load(_context, Train(3)).Transform(_context.Data.LoadFromEnumerable(_rows));

        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["PredictedLabel"]]);

        Assert.True(cursor.IsColumnActive(view.Schema["PredictedLabel"]));
        Assert.False(cursor.IsColumnActive(view.Schema["Label"]));
        string message = Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<VBuffer<float>>(view.Schema["Score"])).Message;
        Assert.Contains("'Score' was not asked for", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Subject", "no column 'Subject'")]
    [InlineData("Number", "'Number' is Single, not text")]
    public void Transform_IsRefused_WhenTheTextIsNotThere(string column, string reason)
    {
        LinearTextTransformer transformer = LinearText.Load(_context, Train(3), new LinearTextColumns { Text = column });

        string message = Assert.Throws<ArgumentException>(
            () => transformer.Transform(_context.Data.LoadFromEnumerable<TrainedModels.Row>([]))).Message;

        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Scored[] Transform(LinearTextTransformer transformer) =>
        [.. _context.Data.CreateEnumerable<Scored>(transformer.Transform(_context.Data.LoadFromEnumerable(_rows)), reuseRowObject: false)];

    private string Train(int labels, int characterNgrams = 0)
    {
        var features = new FeatureOptions { WordNgrams = 2, CharacterNgramMin = Math.Min(2, characterNgrams), CharacterNgramMax = characterNgrams };
        string path = _folder[$"{labels}-{characterNgrams}.btm"];
        TextModelTrainer.Train(TrainedModels.Rows(300, labels), null, new TrainingOptions { Features = features }).Model.Save(path);
        return path;
    }
}
