using System.Text;
using BatchProcessing.Blobs;
using BatchProcessing.Documents;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Models;

/// <summary>Takes in models that are finished: each is looked at, loaded and made a ready version of a tenant's model.</summary>
/// <param name="store">The versions.</param>
/// <param name="blobs">Their files.</param>
/// <param name="reader">Reads the files.</param>
/// <param name="trial">Tries those of other libraries.</param>
/// <param name="limits">How large they may be when unpacked.</param>
/// <param name="clock">Gives the times of new versions.</param>
public sealed class ModelIntake(
    IModelStore store, IBlobStore blobs, TextModelReader reader, IModelTrial trial, IOptions<UploadOptions> limits, TimeProvider clock) : IDisposable
{
    /// <summary>The problem of a file that is not taken.</summary>
    public const string UnusableModel = "unusable-model";

    private const int MaxReasonCharacters = 500;

    // Loading takes several times the memory of the file.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>Adds a version; when the task ends it is durable and can score.</summary>
    /// <param name="tenantId">Who gives it.</param>
    /// <param name="name">The model's name; one of the service's own is refused.</param>
    /// <param name="kind">The analysis it is for.</param>
    /// <param name="fileName">What messages call the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UploadRejectedException">The name cannot be used, or the file is not taken.</exception>
    public async Task<ModelVersion> AddAsync(
        string tenantId, string name, string kind, string fileName, byte[] file, CancellationToken cancellationToken)
    {
        await ModelName.CheckAsync(name, store, cancellationToken);
        (string runtime, ITextModel model) = await LoadAsync(fileName, file, cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        var version = new ModelVersion
        {
            Id = Guid.CreateVersion7(now),
            TenantId = tenantId,
            Name = name,
            Version = 0, // the store gives the next one
            Kind = kind,
            Runtime = runtime,
            State = ModelState.Ready,
            Checksum = model.Checksum,
            Labels = model.Labels,
            CreatedAt = now,
            EndedAt = now,
        };
        try
        {
            await blobs.CreateAsync(ModelBlob.FileOf(version.Id, model.Checksum), file, cancellationToken);
            await blobs.SealFolderAsync(ModelBlob.FolderOf(version.Id), cancellationToken);
            return await store.AddFinishedAsync(version, cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            await blobs.DeleteFolderAsync(ModelBlob.FolderOf(version.Id), CancellationToken.None);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private async Task<(string Runtime, ITextModel Model)> LoadAsync(string fileName, byte[] file, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await LoadAloneAsync(fileName, file, cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<(string Runtime, ITextModel Model)> LoadAloneAsync(string fileName, byte[] file, CancellationToken cancellationToken)
    {
        UploadOptions most = limits.Value;
        var bounds = new StrangerLimits(most.MaxUnpackedBytes, most.MaxUnpackedRatio, most.MaxArchiveEntries, ModelTrainer.MaxMemory);
        try
        {
            ITextModelRuntime runtime = reader.RuntimeOf(file, fileName);
            // Our own reader allocates nothing that the file has no bytes for.
            if (runtime is not LinearRuntime && await trial.RunAsync(fileName, file, bounds, cancellationToken) is { } reason) throw Unusable(reason);
            ITextModel model = await Task.Run(() => runtime.LoadStranger(file, fileName, bounds), cancellationToken);
            if (FaultOf(model.Labels) is { } fault) throw Unusable($"{fileName} has {fault}.");
            return (runtime.Name.ToLowerInvariant(), model);
        }
        catch (InvalidModelFileException e)
        {
            throw Unusable(e.Message);
        }
    }

    private static string? FaultOf(IReadOnlyList<string> labels)
    {
        if (labels.FirstOrDefault(l => Encoding.UTF8.GetByteCount(l) > LabeledCsv.MaxLabelBytes) is { } longest)
            return $"a label of {Encoding.UTF8.GetByteCount(longest)} bytes; a label has at most {LabeledCsv.MaxLabelBytes}";
        return labels.Any(l => l.Length == 0) ? "a label without a character" : LabelLimits.FaultOf(labels);
    }

    // Reasons may quote what stands in the file.
    private static UploadRejectedException Unusable(string reason) => new(
        UnusableModel, string.Concat(reason.Take(MaxReasonCharacters).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c)));
}
