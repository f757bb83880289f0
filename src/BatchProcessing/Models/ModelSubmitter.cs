using System.Buffers;
using BatchProcessing.Blobs;
using BatchProcessing.Documents;
using BatchProcessing.Jobs;

namespace BatchProcessing.Models;

/// <summary>Takes in labelled rows and asks the engine to train on them.</summary>
public sealed class ModelSubmitter(IModelStore store, IBlobStore blobs, IJobEngine engine, TimeProvider clock)
{
    private const int PartBytes = 4 << 20;

    /// <summary>Stores the rows and queues the version; when the task ends both are durable.</summary>
    /// <param name="tenantId">Who asks.</param>
    /// <param name="request">What is to be trained.</param>
    /// <param name="csv">The labelled CSV file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UploadRejectedException">The name cannot be used, or the file is empty.</exception>
    public async Task<ModelVersion> SubmitAsync(string tenantId, TrainingRequest request, Stream csv, CancellationToken cancellationToken)
    {
        await ModelName.CheckAsync(request.Name, store, cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        ModelVersion queued;
        try
        {
            IReadOnlyList<long> parts = await StoreAsync(id, csv, cancellationToken);
            var asked = new ModelVersion
            {
                Id = id,
                TenantId = tenantId,
                Name = request.Name,
                Version = 0, // the store gives the next one
                Kind = request.Kind,
                Runtime = request.Runtime,
                State = ModelState.Queued,
                CreatedAt = now,
            };
            queued = await store.AddQueuedAsync(asked, new TrainingData(request.TextColumn, request.LabelColumn, parts), cancellationToken);
        }
        catch (Exception e) when (e is UploadRejectedException or IOException or OperationCanceledException)
        {
            await blobs.DeleteFolderAsync(ModelBlob.FolderOf(id), CancellationToken.None);
            throw;
        }

        await engine.EnqueueAsync(Job.TrainModel(id), TimeSpan.Zero, CancellationToken.None);
        return queued;
    }

    private async Task<IReadOnlyList<long>> StoreAsync(Guid id, Stream csv, CancellationToken cancellationToken)
    {
        byte[] part = ArrayPool<byte>.Shared.Rent(PartBytes);
        List<long> lengths = [];
        try
        {
            while (await csv.ReadAtLeastAsync(part.AsMemory(0, PartBytes), PartBytes, throwOnEndOfStream: false, cancellationToken) is > 0 and var length)
            {
                await blobs.CreateAsync(ModelBlob.DataOf(id, lengths.Count), part.AsMemory(0, length), cancellationToken);
                lengths.Add(length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }

        if (lengths.Count == 0) throw new UploadRejectedException("no-files", "The labelled file is empty.");
        await blobs.SealFolderAsync(ModelBlob.FolderOf(id), cancellationToken);
        return lengths;
    }
}
