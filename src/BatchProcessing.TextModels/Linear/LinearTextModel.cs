using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// An immutable linear text classifier: for every output, the score is the sum of the weights of a text's n-grams over
/// the square root of their number, plus a bias. Safe to share between threads; scoring needs a <see cref="TextScorer"/>.
/// </summary>
public sealed class LinearTextModel : ITextModel
{
    private readonly string[] _labels;

    internal LinearTextModel(ModelDescription description, FeatureTable table, float[] scales, float[] biases)
    {
        (Name, IsMultiLabel, Features, TrainedRows) = (description.Name, description.IsMultiLabel, description.Features, description.TrainedRows);
        _labels = [.. description.Labels];
        Outputs = OutputCount(_labels.Length, IsMultiLabel);
        (Table, Scales, Biases) = (table, scales, biases);
        Checksum = ModelFile.ComputeChecksum(this);
    }

    /// <summary>Name given at training, for example <c>topics</c>.</summary>
    public string Name { get; }

    /// <summary>Labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Labels => _labels;

    /// <summary>Whether a text may have any number of the labels; otherwise it has exactly one.</summary>
    public bool IsMultiLabel { get; }

    /// <summary>Rows the model was trained on.</summary>
    public int TrainedRows { get; }

    /// <summary>SHA-256 of the model file in lower-case hexadecimal: identifies this version.</summary>
    public string Checksum { get; }

    /// <summary>The n-grams this model looks at.</summary>
    public FeatureOptions Features { get; }

    /// <summary>Scores computed for a text: one a label, but a single one when there are two exclusive labels.</summary>
    internal int Outputs { get; }

    internal FeatureTable Table { get; }

    /// <summary>By what a sum of int8 weights is multiplied, one an output.</summary>
    internal float[] Scales { get; }

    /// <summary>Added to a score, one an output.</summary>
    internal float[] Biases { get; }

    /// <summary>Reads a model file.</summary>
    /// <exception cref="InvalidModelFileException">The file is no model file, is damaged, or has an unknown version.</exception>
    public static LinearTextModel Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return ModelFile.Read(stream, path);
    }

    /// <summary>Reads a model from a stream to its end.</summary>
    /// <exception cref="InvalidModelFileException">The stream holds no model, is damaged, or has an unknown version.</exception>
    public static LinearTextModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelFile.Read(stream, "The stream");
    }

    /// <summary>Writes the model file; an existing file is replaced.</summary>
    public void Save(string path)
    {
        using FileStream stream = File.Create(path);
        Save(stream);
    }

    /// <summary>Writes the model file.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFile.Write(this, stream);
    }

    internal static int OutputCount(int labels, bool isMultiLabel) => labels == 2 && !isMultiLabel ? 1 : labels;
}
