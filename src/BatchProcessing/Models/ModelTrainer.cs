using BatchProcessing.Blobs;
using BatchProcessing.Chunks;
using BatchProcessing.TextModels.Runtimes;
using BatchProcessing.TextModels.Training;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Models;

/// <summary>
/// Trains one version in the background: reads its rows, trains on nine tenths, measures on the tenth held back, and
/// makes the version ready. A training that dies with its process is taken up again.
/// </summary>
/// <param name="store">The versions.</param>
/// <param name="blobs">Their rows and files.</param>
/// <param name="trainers">Trainers of the runtimes beside the linear one.</param>
/// <param name="reader">Reads what those train.</param>
/// <param name="clock">Beats while a training runs.</param>
/// <param name="logger">Told of ends.</param>
public sealed class ModelTrainer(
    IModelStore store, IBlobStore blobs, IEnumerable<ITextModelTrainer> trainers, TextModelReader reader, TimeProvider clock, ILogger<ModelTrainer> logger)
{
    /// <summary>Bytes that what a training learns may take; with its rows and n-grams a training takes about 1 GB at most.</summary>
    public const long MaxMemory = 640L << 20;

    private const int MaxAttempts = 3;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>Trains a version if it waits for a trainer.</summary>
    public async Task RunAsync(Guid modelId, CancellationToken stopping)
    {
        if (await store.ClaimTrainingAsync(modelId, Lease, stopping) is not { } lease) return;
        try
        {
            if (lease.Attempt > MaxAttempts) throw new TrainingDataException($"The training ended {MaxAttempts} times without an answer.");
            await TrainAsync(lease, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await store.ReleaseTrainingAsync(lease, CancellationToken.None);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The lease is lost, to another trainer or because the version was deleted; or the storage failed.
            if (!await ForgetAsync(lease) && e is IOException) throw;
        }
        catch (Exception e) when (e is TrainingDataException or InvalidDataException or ArgumentException or OutOfMemoryException)
        {
            // Why may hold what stood in the file; it is told to the tenant alone.
            logger.LogWarning("Model {Model}: its training failed, the version says why", lease.Model.Reference);
            await store.FailTrainingAsync(
                lease, e is OutOfMemoryException ? "Memory did not suffice for this training." : e.Message, CancellationToken.None);
        }
    }

    private async Task TrainAsync(TrainingLease lease, CancellationToken stopping)
    {
        using var progress = new LeaseProgress(store, lease, Lease);
        using ITimer heartbeat = clock.CreateTimer(_ => progress.Renew(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping, progress.Lost);
        List<LabeledText> rows = await ReadAsync(lease, stopping);
        TrainedFile file = await Task.Run(() => Train(lease.Model, rows, progress, lost.Token), stopping)
            .WaitAsync(lost.Token); // not every library can be stopped
        await StoreAsync(ModelBlob.FileOf(lease.Model.Id, file.Checksum), lease.Model.Id, file.Content, stopping);
        bool recorded = await store.CompleteTrainingAsync(lease, file.Checksum, file.Labels, file.Metrics, CancellationToken.None);
        if (recorded) logger.LogInformation("Model {Model}: trained on {Rows} rows", lease.Model.Reference, rows.Count);
        else await ForgetAsync(lease);
    }

    private TrainedFile Train(ModelVersion model, List<LabeledText> rows, LeaseProgress progress, CancellationToken lost)
    {
        string runtime = model.Runtime ?? LinearRuntime.RuntimeName;
        if (LinearRuntime.RuntimeName.Equals(runtime, StringComparison.OrdinalIgnoreCase))
            return TrainedFile.Linear(model.Name, rows, MaxMemory, progress, lost);
        ITextModelTrainer trainer = trainers.FirstOrDefault(t => t.Runtime.Equals(runtime, StringComparison.OrdinalIgnoreCase))
            ?? throw new TrainingDataException($"This node trains no models of the runtime {runtime}.");
        return TrainedFile.Other(trainer, reader, model.Name, rows, MaxMemory, progress, lost);
    }

    /// <summary>Deletes what was stored for a version that was deleted meanwhile.</summary>
    /// <returns>Whether it was.</returns>
    private async Task<bool> ForgetAsync(TrainingLease lease)
    {
        ModelVersion model = lease.Model;
        if ((await store.ListAsync(model.TenantId, model.Name, CancellationToken.None)).Any(v => v.Id == model.Id)) return false;
        await blobs.DeleteFolderAsync(ModelBlob.FolderOf(model.Id), CancellationToken.None);
        logger.LogInformation("Model {Model}: was deleted during its training", model.Reference);
        return true;
    }

    private async Task StoreAsync(string name, Guid id, ReadOnlyMemory<byte> file, CancellationToken stopping)
    {
        try
        {
            await blobs.CreateAsync(name, file, stopping);
        }
        catch (IOException) when (file.Length > 0)
        {
            // An attempt that died after this point left the same bytes under the name of their checksum.
            bool isThere = await blobs.ListAsync(ModelBlob.FolderOf(id), stopping)
                .AnyAsync(b => b.Name == name && b.Length == file.Length, stopping);
            if (!isThere) throw;
        }

        await blobs.SealFolderAsync(ModelBlob.FolderOf(id), stopping);
    }

    private async Task<List<LabeledText>> ReadAsync(TrainingLease lease, CancellationToken stopping)
    {
        var parts = lease.Data.Parts.Select((length, i) => (ModelBlob.DataOf(lease.Model.Id, i), length));
        await using var stored = new BlobSequenceStream(blobs, [.. parts]);
        var file = new MemoryStream((int)stored.Length);
        await stored.CopyToAsync(file, stopping);
        file.Position = 0;
        List<LabeledText> rows = [.. LabeledCsv.Read(file, lease.Model.Name, lease.Data.TextColumn, lease.Data.LabelColumn)];
        CheckLabels(rows);
        return rows;
    }

    private static void CheckLabels(List<LabeledText> rows)
    {
        if (LabelLimits.FaultOf(rows.SelectMany(r => r.Label.Split('|')).ToHashSet(StringComparer.Ordinal)) is { } fault)
            throw new TrainingDataException($"The file has {fault}.");
    }

    /// <summary>Keeps the lease and passes on how far the training is; stops it when the lease is lost.</summary>
    private sealed class LeaseProgress(IModelStore store, TrainingLease lease, TimeSpan time) : IProgress<TrainingProgress>, IDisposable
    {
        private readonly CancellationTokenSource _lost = new();
        private TrainingProgress _latest = new("reading", 0);

        public CancellationToken Lost => _lost.Token;

        public void Report(TrainingProgress value) => _latest = value;

        public void Dispose() => _lost.Dispose();

        public void Renew() => _ = RenewAsync();

        private async Task RenewAsync()
        {
            try
            {
                TrainingProgress now = _latest;
                if (!await store.RenewTrainingAsync(lease, now.Stage, now.Fraction, time, CancellationToken.None)) await _lost.CancelAsync();
            }
            catch (Exception e) when (e is IOException or System.Data.Common.DbException or ObjectDisposedException)
            {
                // The next heartbeat tries again; the lease outlasts many.
            }
        }
    }
}
