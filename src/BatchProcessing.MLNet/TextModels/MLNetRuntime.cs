using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.ML;

namespace BatchProcessing.MLNet.TextModels;

/// <summary>Scores texts with models that ML.NET saved: a <c>.zip</c> of a trained pipeline.</summary>
public sealed class MLNetRuntime : ITextModelRuntime
{
    /// <summary>The name in configuration and commands.</summary>
    public const string RuntimeName = "MLNet";

    /// <inheritdoc/>
    public string Name => RuntimeName;

    /// <inheritdoc/>
    public string FileExtension => ".zip";

    /// <inheritdoc/>
    public bool CanRead(ReadOnlySpan<byte> opening) => MLNetModelFile.IsOne(opening);

    /// <inheritdoc/>
    public int PrefixBytes(ReadOnlySpan<byte> opening) => MLNetModelFile.PrefixBytes(opening);

    /// <inheritdoc/>
    public ITextModel Load(byte[] file, string name)
    {
        (TextModelColumns columns, MemoryStream zip) = MLNetModelFile.Open(file, name);
        try
        {
            ITransformer transformer = new MLContext().Model.Load(zip, out DataViewSchema? schema);
            var pipeline = new TextPipeline(name, transformer, schema, columns);
            var model = new MLNetTextModel(Path.GetFileNameWithoutExtension(name), MLNetModelFile.ChecksumOf(file), pipeline);
            // What only shows with a row, such as a label that has no score, shows now.
            model.CreateScorer().Score("text".AsMemory(), new float[model.Labels.Count]);
            return model;
        }
        catch (Exception e) when (e is not (InvalidModelFileException or OutOfMemoryException))
        {
            throw new InvalidModelFileException($"{name} is no model that ML.NET can load: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public byte[] WithColumns(byte[] file, TextModelColumns columns) => columns.AreUsual ? file : MLNetModelFile.WithColumns(file, columns);
}
