using BatchProcessing.MLNet.TextModels.Strangers;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.ML;

namespace BatchProcessing.MLNet.TextModels;

/// <summary>Scores texts with models that ML.NET saved: a <c>.zip</c> of a trained pipeline.</summary>
public sealed class MLNetRuntime : ITextModelRuntime
{
    /// <summary>The name in configuration and commands.</summary>
    public const string RuntimeName = "MLNet";

    private static readonly TimeSpan StrangerLimit = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Name => RuntimeName;

    /// <inheritdoc/>
    public string FileExtension => ".zip";

    /// <inheritdoc/>
    public bool CanRead(ReadOnlySpan<byte> opening) => MLNetModelFile.IsOne(opening);

    /// <inheritdoc/>
    public int PrefixBytes(ReadOnlySpan<byte> opening) => MLNetModelFile.PrefixBytes(opening);

    /// <inheritdoc/>
    public ITextModel Load(byte[] file, string name) => LoadingThread.Run(() => Read(file, name, maxMemory: null), Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public ITextModel LoadStranger(byte[] file, string name, StrangerLimits limits)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(limits);
        try
        {
            StrangersZip.Check(file, limits);
            return LoadingThread.Run(() => Read(file, name, limits.MaxMemory), StrangerLimit);
        }
        catch (Exception e) when (e is OutOfMemoryException or TimeoutException)
        {
            string reason = e is TimeoutException ? $"more than {StrangerLimit.TotalSeconds} s" : "more memory than there is";
            throw new InvalidModelFileException($"{name} is not taken: it takes {reason} to load.", e);
        }
        catch (InvalidModelFileException e) when (!e.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidModelFileException($"{name} is not taken: {e.Message}", e);
        }
    }

    private static MLNetTextModel Read(byte[] file, string name, long? maxMemory)
    {
        (TextModelColumns columns, MemoryStream zip) = MLNetModelFile.Open(file, name);
        try
        {
            ITransformer transformer = new MLContext().Model.Load(zip, out DataViewSchema? schema);
            var pipeline = new TextPipeline(name, transformer, schema, columns);
            if (maxMemory is { } limit) pipeline.CheckSize(limit);
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
