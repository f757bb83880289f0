using System.Collections.Frozen;

namespace BatchProcessing.MLNet.TextModels.Strangers;

/// <summary>
/// The components that a stranger's model may name: they compute in managed code from what stands in the file. Left out
/// are those that run code or native libraries of the file's choice, read other files or addresses, or are no use to texts:
/// custom mappings, ONNX, TensorFlow, TorchSharp, word embeddings, LightLDA, data loaders, images, time series. Trees are left out,
/// as ML.NET does not check that a tree has no way back up: a text would go round for ever.
/// </summary>
internal static class KnownComponents
{
    /// <summary>Assemblies of ML.NET whose components are listed here.</summary>
    private static readonly FrozenSet<string> Assemblies = new[]
    {
        "Microsoft.ML.Core", "Microsoft.ML.Data", "Microsoft.ML.Transforms", "Microsoft.ML.StandardTrainers",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Loaders = new[]
    {
        // Chains and columns. Names that end in Function are what earlier versions called the same.
        "TransformerChain", "ConcatTransform", "ConcatFunction", "CopyTransform", "SelectColumnsTransform", "DropSlotsTransform",
        // Keys and conversions.
        "ConvertTransform", "ConvertFunction", "TermTransform", "TermManager", "KeyToValueTransform", "KeyToVectorTransform", "KeyToBinaryTransform",
        "HashTransform", "ValueMappingTransformer", Expression,
        // Texts.
        "Text", "TextNormalizerTransform", "TokenizeTextTransform", "CharToken", "StopWordsTransform", "CustomStopWords",
        "CustomStopWordsManager", "NgramTransform", "NgramHashTransform",
        // Normalizers.
        "Normalizer", "NormalizeFunction", "AffineNormExec", "BinNormExec", "CdfNormalizeFunction", "BinNormalizeFunction", "GcnTransform", "GcnFunction",
        // Predictions: linear and naive Bayes, one label or one of many.
        "BinaryPredXfer", "MulticlassPredXfer", "Linear2CExec", "MulticlassLinear", "MultiClassLRExec", "MultiClassNaiveBayesPred",
        "PriorPredictor", "OVAExec", "PKPDExec", "ModelStats", "LinearModelStats",
        // Calibrators.
        "CaliPredExec", "FeatWCaliPredExec", "PMixCaliPredExec", "SchemaBindableCalibrated", "NaiveCaliExec", "PlattCaliExec", "PAVCaliExec",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The component that parses formulas.</summary>
    public const string Expression = "ExprTransform";

    /// <summary>Whether a loader may be named.</summary>
    public static bool Has(string loader) => Loaders.Contains(loader);

    /// <summary>Whether a loader may be looked for in an assembly, given by its full name.</summary>
    public static bool HasAssembly(string name) =>
        Assemblies.Contains(name.Split(',')[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ',' or '=' or ' ' or '-');
}
