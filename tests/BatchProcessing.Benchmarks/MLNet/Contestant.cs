using BatchProcessing.MLNet.Linear;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary>A way of learning labels of texts in a pipeline of ML.NET, with its default options where nothing else is said.</summary>
/// <param name="Name">What learns.</param>
/// <param name="Features">What it sees of a text.</param>
/// <param name="Trainer">From the columns Text and Label, a key, to Score and PredictedLabel, a key.</param>
/// <param name="IsInService">Whether the service has what its file needs.</param>
internal sealed record Contestant(string Name, string Features, Func<MLContext, IEstimator<ITransformer>> Trainer, bool IsInService = true)
{
    private const int Seed = 1;
    private const string MLNetFeatures = "FeaturizeText: words, character trigrams";

    /// <summary>What one meets first in ML.NET's documentation for more than two labels of a text.</summary>
    public static Contestant Sdca { get; } = MLNet("SDCA maximum entropy", c => c.MulticlassClassification.Trainers.SdcaMaximumEntropy());

    public static Contestant[] All { get; } =
    [
        Own("words, pairs of words", new FeatureOptions { WordNgrams = 2 }),
        Own("the same, character 2- to 5-grams", new FeatureOptions { WordNgrams = 2, CharacterNgramMin = 2, CharacterNgramMax = 5 }),
        Sdca,
        MLNet("averaged perceptron, one versus all", c => c.MulticlassClassification.Trainers.OneVersusAll<LinearBinaryModelParameters>(
            c.BinaryClassification.Trainers.AveragedPerceptron())),
        MLNet("LightGBM", c => c.MulticlassClassification.Trainers.LightGbm()) with { IsInService = false },
    ];

    /// <summary>Learns; what it gives has the predicted label as text.</summary>
    public ITransformer Fit(MLContext context, IDataView data) => context.Transforms.Conversion.MapValueToKey("Label")
        .Append(Trainer(context))
        .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
        .Fit(data);

    /// <summary>The model's file: a <c>.btm</c> of ours, a <c>.zip</c> of ML.NET.</summary>
    public static byte[] FileOf(MLContext context, ITransformer model, DataViewSchema schema)
    {
        using var file = new MemoryStream();
        if (((IEnumerable<ITransformer>)model).OfType<LinearTextTransformer>().SingleOrDefault() is { } own) own.Save(file);
        else context.Model.Save(model, schema, file);
        return file.ToArray();
    }

    private static Contestant Own(string features, FeatureOptions options) => new(
        "our text model", features, context => LinearText.Trainer(context, options: new TrainingOptions { Features = options, Seed = Seed }));

    private static Contestant MLNet(string name, Func<MLContext, IEstimator<ITransformer>> trainer) => new(
        name, MLNetFeatures, context => context.Transforms.Text.FeaturizeText("Features", "Text").AppendCacheCheckpoint(context).Append(trainer(context)));
}
