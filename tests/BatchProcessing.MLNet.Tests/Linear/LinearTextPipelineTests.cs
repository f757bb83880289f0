using BatchProcessing.MLNet.Linear;
using BatchProcessing.Server.Tests;
using BatchProcessing.TextModels.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Tests.Linear;

/// <summary>Our trainer as a step among those of ML.NET.</summary>
public sealed class LinearTextPipelineTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MLContext _context = new(1);

    [Fact]
    public void Pipeline_TrainsAndScores_BetweenStepsOfMLNet()
    {
        IDataView data = Row.Load(_context, TrainedModels.Rows(300, 3));
        var model = KeyPipeline("Label").Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);

        Scored[] scored = [.. _context.Data.CreateEnumerable<Scored>(model.Transform(data), reuseRowObject: false)];

        Assert.Equal(TrainedModels.Rows(300, 3).Select(r => r.Label), scored.Select(s => s.PredictedLabel));
        Assert.All(scored, s => Assert.Equal(1, s.Score.Sum(), 1e-4));
    }

    [Fact]
    public void Evaluate_SeesTheScoresOfTheRightLabels_WhenTheKeysAreInAnotherOrder()
    {
        // The first row makes world the first key, while the model's labels are in alphabetical order.
        LabeledText[] rows = [.. TrainedModels.Rows(300, 3).Reverse()];
        IDataView data = Row.Load(_context, rows);

        IDataView scored = KeyPipeline("Label").Fit(data).Transform(data);
        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(scored);

        Assert.Equal(["world", "tech", "sports"], SlotNames(scored));
        Assert.Equal(1, metrics.MicroAccuracy);
        Assert.InRange(metrics.LogLoss, 0, 0.5);
        Assert.Equal(3, metrics.ConfusionMatrix.NumberOfClasses);
    }

    [Fact]
    public void CrossValidate_Evaluates_WhereAFoldHasNotSeenALabel()
    {
        LabeledText[] rows = [.. TrainedModels.Rows(300, 3), new LabeledText("a very rare bird", "rare")];
        IDataView data = Row.Load(_context, rows);
        IDataView keyed = _context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);

        var folds = _context.MulticlassClassification.CrossValidate(keyed, LinearText.Trainer(_context, options: Quick), 3);

        Assert.Equal(3, folds.Count);
        Assert.All(folds, f => Assert.InRange(f.Metrics.MicroAccuracy, 0.95, 1));
        Assert.All(folds, f => Assert.Equal(4, SlotNames(f.ScoredHoldOutSet).Length));
        Assert.Contains(folds, f => !((LinearTextTransformer)f.Model).Model.Labels.Contains("rare"));
    }

    [Fact]
    public void Fit_GivesTextForText_WhereTheLabelIsNoKey()
    {
        IDataView data = Row.Load(_context, TrainedModels.Rows(300, 3).Append(new LabeledText("no label", "")));

        LinearTextTransformer model = LinearText.Trainer(_context, options: Quick).Fit(data);

        Assert.Equal(["sports", "tech", "world"], model.Model.Labels);
        Assert.Equal(300, model.Model.TrainedRows);
        Assert.Equal(TextDataViewType.Instance, model.GetOutputSchema(data.Schema)["PredictedLabel"].Type);
    }

    [Fact]
    public void Save_KeepsWhatThePipelineLearned_AsAFileOfItsOwn()
    {
        IDataView data = Row.Load(_context, TrainedModels.Rows(300, 3));
        TransformerChain<LinearTextTransformer> chain = KeyPipeline("Label").Fit(data);

        chain.LastTransformer.Save(_folder["own.btm"]);
        LinearTextTransformer loaded = LinearText.Load(_context, _folder["own.btm"]);

        Assert.Equal(
            _context.Data.CreateEnumerable<Scored>(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(chain.Transform(data)).Transform(chain.Transform(data)), false).Select(s => s.PredictedLabel),
            _context.Data.CreateEnumerable<Scored>(loaded.Transform(data), reuseRowObject: false).Select(s => s.PredictedLabel));
    }

    [Fact]
    public void ModelSave_Fails_SayingHowToSave()
    {
        IDataView data = Row.Load(_context, TrainedModels.Rows(300, 3));
        ITransformer chain = KeyPipeline("Label").Fit(data);
        using var file = new MemoryStream();

        string message = Assert.Throws<NotSupportedException>(() => _context.Model.Save(chain, data.Schema, file)).Message;

        Assert.Contains("LinearTextTransformer.Save(\"x.btm\")", message, StringComparison.Ordinal);
        Assert.Contains("LinearText.Load(mlContext, \"x.btm\")", message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder["written.zip"], file.ToArray());
        Assert.ThrowsAny<Exception>(() => _context.Model.Load(_folder["written.zip"], out _));
    }

    [Theory]
    [InlineData("Body", "Label", "no column 'Body'")]
    [InlineData("Number", "Label", "'Number' is not text")]
    [InlineData("Text", "Number", "'Number' is neither text nor a key")]
    public void Fit_IsRefusedAtOnce_InAPipelineWithoutTheColumns(string text, string label, string reason)
    {
        var columns = new LinearTextColumns { Text = text, Label = label };
        IDataView data = _context.Data.LoadFromEnumerable<TrainedModels.Row>([]);
        EstimatorChain<LinearTextTransformer> chain = _context.Transforms.CopyColumns("Copy", "Text").Append(LinearText.Trainer(_context, columns, Quick));

        string message = Assert.Throws<ArgumentException>(() => chain.Fit(data)).Message;

        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Words alone: enough for texts of ten words, and soon trained.</summary>
    private static TrainingOptions Quick => new() { Features = new() { WordNgrams = 1 } };

    private EstimatorChain<LinearTextTransformer> KeyPipeline(string label) =>
        _context.Transforms.Conversion.MapValueToKey(label).Append(LinearText.Trainer(_context, options: Quick));

    private static string[] SlotNames(IDataView scored)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Score"].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(n => n.ToString())];
    }
}
