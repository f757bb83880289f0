using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace BatchProcessing.MLNet.Training;

/// <summary>
/// The steps from the columns Text and Label to PredictedLabel, a text, and Score, a vector of probabilities whose slots
/// have the names of the labels.
/// </summary>
internal static class TextTrainingPipeline
{
    private const string Text = "Text";
    private const string Label = "Label";
    private const string Features = "Features";
    private const string PredictedLabel = "PredictedLabel";
    private const string Score = "Score";
    private const string Probability = "Probability";
    private const string IsSecond = "IsSecond";

    public static IEstimator<ITransformer> Of(MLContext context, string[] labels) =>
        labels.Length == 2 ? OfTwo(context, labels[0], labels[1]) : OfMany(context);

    private static EstimatorChain<KeyToValueMappingTransformer> OfMany(MLContext context) => context.Transforms.Conversion.MapValueToKey(Label)
        .Append(context.Transforms.Text.FeaturizeText(Features, Text))
        .AppendCacheCheckpoint(context)
        .Append(context.MulticlassClassification.Trainers.SdcaMaximumEntropy(Label, Features))
        .Append(context.Transforms.Conversion.MapKeyToValue(PredictedLabel));

    /// <summary>Logistic regression knows true and false only; the steps around it keep the labels' names.</summary>
    private static EstimatorChain<ColumnConcatenatingTransformer> OfTwo(MLContext context, string first, string second)
    {
        KeyValuePair<string, bool>[] truth = [new(first, false), new(second, true)];
        return context.Transforms.Conversion.MapValue(IsSecond, truth, Label)
            .Append(context.Transforms.Text.FeaturizeText(Features, Text))
            .AppendCacheCheckpoint(context)
            .Append(context.BinaryClassification.Trainers.SdcaLogisticRegression(IsSecond, Features))
            .Append(context.Transforms.Conversion.MapValue(PredictedLabel, [.. truth.Select(t => KeyValuePair.Create(t.Value, t.Key))], PredictedLabel))
            .Append(context.Transforms.CopyColumns(second, Probability))
            .Append(context.Transforms.Expression(first, "p : 1 - p", second))
            .Append(context.Transforms.Concatenate(Score, first, second));
    }
}
