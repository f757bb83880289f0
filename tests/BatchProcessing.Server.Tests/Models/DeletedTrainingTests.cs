using System.Text;
using BatchProcessing.Blobs;
using BatchProcessing.Models;
using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Tests.Storage;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchProcessing.Server.Tests.Models;

/// <summary>A version that is deleted while a trainer is at it: the trainer ends without a fault and leaves nothing.</summary>
public sealed class DeletedTrainingTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SqliteDatabase _database;
    private readonly SqlModelStore _store;
    private readonly FileSystemBlobStore _blobs;

    public DeletedTrainingTests()
    {
        _database = new SqliteDatabase(_folder["batches.db"], new HandClock());
        _store = new SqlModelStore(_database);
        _blobs = new FileSystemBlobStore(_folder["blobs"]);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_LeavesNothing_WhenTheVersionIsDeletedMeanwhile(bool beforeTheRowsAreRead)
    {
        ModelVersion model = await QueueAsync();
        async Task DeleteAsync()
        {
            Assert.Equal(ModelDeletion.Deleted, await _store.DeleteAsync(model, CancellationToken.None));
            await _blobs.DeleteFolderAsync(ModelBlob.FolderOf(model.Id), CancellationToken.None);
        }

        var hooked = new HookedBlobs(_blobs, beforeTheRowsAreRead, DeleteAsync);

        await new ModelTrainer(_store, hooked, [], new TextModelReader(), TimeProvider.System, NullLogger<ModelTrainer>.Instance).RunAsync(model.Id, CancellationToken.None);

        Assert.Empty(await _store.ListAsync("default", "fruit", CancellationToken.None));
        Assert.Empty(Directory.GetFiles(_folder["blobs"], "*", SearchOption.AllDirectories));
    }

    private async Task<ModelVersion> QueueAsync()
    {
        var id = Guid.CreateVersion7();
        byte[] rows = Encoding.UTF8.GetBytes(
            "text,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"a ripe fruit{i % 2} word{i},label{i % 2}\n")));
        await _blobs.CreateAsync(ModelBlob.DataOf(id, 0), rows, CancellationToken.None);
        var model = new ModelVersion
        {
            Id = id,
            TenantId = "default",
            Name = "fruit",
            Version = 0,
            Kind = "classification",
            State = ModelState.Queued,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        return await _store.AddQueuedAsync(model, new TrainingData("text", "label", [rows.Length]), CancellationToken.None);
    }

    /// <summary>Blobs that call the test when a blob is opened.</summary>
    private sealed class HookedBlobs(IBlobStore blobs, bool isFirst, Func<Task> hook) : IBlobStore
    {
        public async Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken)
        {
            if (isFirst) await hook();
            Stream opened = await blobs.OpenReadAsync(name, offset, cancellationToken);
            if (!isFirst) await hook();
            return opened;
        }

        public Task CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
            blobs.CreateAsync(name, content, cancellationToken);

        public Task SealFolderAsync(string folder, CancellationToken cancellationToken) => blobs.SealFolderAsync(folder, cancellationToken);

        public ValueTask ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
            blobs.ReadAsync(name, offset, destination, cancellationToken);

        public Task DeleteFolderAsync(string folder, CancellationToken cancellationToken) => blobs.DeleteFolderAsync(folder, cancellationToken);

        public Task DeleteAsync(string name, CancellationToken cancellationToken) => blobs.DeleteAsync(name, cancellationToken);

        public Task ProbeAsync(CancellationToken cancellationToken) => blobs.ProbeAsync(cancellationToken);

        public IAsyncEnumerable<BlobEntry> ListAsync(string folder, CancellationToken cancellationToken) => blobs.ListAsync(folder, cancellationToken);
    }
}
