using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// An immutable linear text classifier: for every output, the score is the sum of the weights of a text's n-grams over
/// the square root of their number, plus a bias. Safe to share between threads; scoring needs a <see cref="TextScorer"/>.
/// </summary>
public sealed class LinearTextModel : ITextModel
{
    private readonly string[] _labels;

    /// <param name="description">What the model is.</param>
    /// <param name="table">Its weights.</param>
    /// <param name="scales">By what sums of weights are multiplied, one an output.</param>
    /// <param name="biases">Added to the scores, one an output.</param>
    /// <param name="checksum">SHA-256 of its file in lower-case hexadecimal; null computes it.</param>
    internal LinearTextModel(ModelDescription description, FeatureTable table, float[] scales, float[] biases, string? checksum = null)
    {
        (Name, IsMultiLabel, Features, TrainedRows) = (description.Name, description.IsMultiLabel, description.Features, description.TrainedRows);
        _labels = [.. description.Labels];
        Outputs = OutputCount(_labels.Length, IsMultiLabel);
        (Table, Scales, Biases) = (table, scales, biases);
        Checksum = checksum ?? ModelFile.ComputeChecksum(this);
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

    /// <summary>
    /// Opens a model file. A file on a drive of this machine is checked and mapped into memory, and unmapped when the model is
    /// no longer in use: it may be deleted or replaced by another meanwhile, but not overwritten. Another file is read.
    /// </summary>
    /// <exception cref="InvalidModelFileException">The file is no model file, is damaged, or has an unknown version.</exception>
    public static LinearTextModel Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return ModelFile.Read(stream, path);
    }

    /// <summary>
    /// Reads a model from a stream to its end. A file stream at its start is treated as <see cref="Load(string)"/> treats a
    /// file, and may be closed afterwards.
    /// </summary>
    /// <exception cref="InvalidModelFileException">The stream holds no model, is damaged, or has an unknown version.</exception>
    public static LinearTextModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return ModelFile.Read(stream, "The stream");
    }

    /// <summary>Writes the model file. An existing file is replaced, not overwritten: processes that have mapped it keep it.</summary>
    public void Save(string path)
    {
        string written = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = File.Open(written, FileMode.CreateNew))
                Save(stream);
            File.Move(written, path, overwrite: true);
        }
        catch
        {
            File.Delete(written);
            throw;
        }
    }

    /// <summary>Writes the model file.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFile.Write(this, stream);
    }

    internal static int OutputCount(int labels, bool isMultiLabel) => labels == 2 && !isMultiLabel ? 1 : labels;
}
