using BatchProcessing.Models;
using BatchProcessing.Server.Storage;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>What every <see cref="IModelStore"/> must do, whatever database is under it.</summary>
public abstract class ModelStoreContract : IAsyncLifetime
{
    protected HandClock Clock { get; } = new();

    private ISqlDatabase _database = null!;
    private SqlModelStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = await OpenAsync();
        _store = new SqlModelStore(_database);
    }

    public Task DisposeAsync() => CloseAsync(_database);

    [Fact]
    public async Task AddReadyAsync_AddsOneVersion_WhenEightAddTheSameAtATime()
    {
        bool[] added = await AtATimeAsync(8, _ => _store.AddReadyAsync(Ready("sum-1"), CancellationToken.None));

        Assert.Single(added, a => a);
        Assert.Equal(1, Assert.Single(await ListAsync()).Version);
    }

    [Fact]
    public async Task AddReadyAsync_NumbersVersionsWithoutGaps_AndTheLastIsActive_WhenEightDifferAtATime()
    {
        await AtATimeAsync(8, i => _store.AddReadyAsync(Ready($"sum-{i}"), CancellationToken.None));

        IReadOnlyList<ModelVersion> versions = await ListAsync();
        Assert.Equal(Enumerable.Range(1, 8), versions.Select(v => v.Version));
        Assert.Equal(8, Assert.Single(versions, v => v.IsActive).Version);
    }

    [Fact]
    public async Task AddReadyAsync_GoesBackToAnEarlierModel_AsANewVersion()
    {
        foreach (string sum in new[] { "sum-1", "sum-2", "sum-1" })
            Assert.True(await _store.AddReadyAsync(Ready(sum), CancellationToken.None));

        Assert.Equal(["sum-1", "sum-2", "sum-1"], (await ListAsync()).Select(v => v.Checksum));
    }

    [Fact]
    public async Task AddFinishedAsync_MakesTheFirstActive_AndKeepsWhatScoresIt_WhenEightComeAtATime()
    {
        await AtATimeAsync(8, _ => _store.AddFinishedAsync(Ready("same") with { IsActive = false, Runtime = "mlnet" }, CancellationToken.None));

        IReadOnlyList<ModelVersion> versions = await ListAsync();
        Assert.Equal(Enumerable.Range(1, 8), versions.Select(v => v.Version));
        Assert.Equal(1, Assert.Single(versions, v => v.IsActive).Version);
        Assert.All(versions, v => Assert.Equal("mlnet", v.Runtime));
    }

    [Fact]
    public async Task SetRuntimeAsync_ChangesNothing_ThatIsKnown()
    {
        await _store.AddReadyAsync(Ready("old"), CancellationToken.None);
        ModelVersion old = Assert.Single(await ListAsync());
        Assert.Null(old.Runtime);

        foreach (string runtime in new[] { "mlnet", "linear" }) await _store.SetRuntimeAsync(old.Id, runtime, CancellationToken.None);

        Assert.Equal("mlnet", Assert.Single(await ListAsync()).Runtime);
    }

    [Fact]
    public async Task ClaimTrainingAsync_IsGivenToOne_UntilItsLeaseExpires()
    {
        ModelVersion queued = await QueueAsync();
        TrainingLease?[] leases = await AtATimeAsync(8, _ => ClaimAsync(queued));
        TrainingLease first = Assert.Single(leases.OfType<TrainingLease>());
        Clock.Advance(61);

        TrainingLease? second = await ClaimAsync(queued);

        Assert.True(second!.Fence > first.Fence);
        Assert.False(await CompleteAsync(first));
        Assert.True(await CompleteAsync(second));
    }

    [Fact]
    public async Task CompleteTrainingAsync_MakesOneVersionActive_WhenTheFirstTwoEndAtATime()
    {
        TrainingLease?[] leases = [await ClaimAsync(await QueueAsync()), await ClaimAsync(await QueueAsync())];

        bool[] ended = await AtATimeAsync(2, i => CompleteAsync(leases[i]!));

        Assert.Equal([true, true], ended);
        Assert.Single(await ListAsync(), v => v.IsActive);
    }

    [Fact]
    public async Task ActivateAsync_LeavesOneActive_WhenEightActivateAtATime()
    {
        await AtATimeAsync(4, i => _store.AddReadyAsync(Ready($"sum-{i}"), CancellationToken.None));

        bool[] activated = await AtATimeAsync(
            8, i => _store.ActivateAsync(ModelVersion.Shared, "topics", (i % 4) + 1, CancellationToken.None));

        Assert.All(activated, Assert.True);
        Assert.Single(await ListAsync(), v => v.IsActive);
    }

    [Fact]
    public async Task DeleteAsync_EndsATraining_AndItsNumberIsNotGivenAgain()
    {
        ModelVersion queued = await QueueAsync(), training = await QueueAsync();
        TrainingLease lease = (await ClaimAsync(training))!;

        Assert.Equal(ModelDeletion.Deleted, await DeleteAsync(queued));
        Assert.Equal(ModelDeletion.Deleted, await DeleteAsync(training));

        Assert.Equal(ModelDeletion.NotFound, await DeleteAsync(training));
        Assert.Null(await ClaimAsync(queued));
        Assert.False(await _store.RenewTrainingAsync(lease, "reading", 0.5, TimeSpan.FromSeconds(60), CancellationToken.None));
        Assert.False(await CompleteAsync(lease));
        Assert.Empty(await _store.ListOpenTrainingsAsync(CancellationToken.None));
        Assert.Equal(3, (await QueueAsync()).Version);
        Assert.Equal(
            new[] { queued, training }.Select(m => ModelBlob.FolderOf(m.Id)).Order(StringComparer.Ordinal),
            await new SqlBatchStore(_database).ListDiscardedAsync(CancellationToken.None));
    }

    [Fact]
    public async Task DeleteAsync_KeepsTheActiveVersion_WhileAnotherIsReady()
    {
        foreach (string sum in new[] { "sum-1", "sum-2" }) await _store.AddReadyAsync(Ready(sum), CancellationToken.None);
        IReadOnlyList<ModelVersion> versions = await ListAsync();

        Assert.Equal(ModelDeletion.Active, await DeleteAsync(versions[1]));
        Assert.Equal(ModelDeletion.Deleted, await DeleteAsync(versions[0]));
        Assert.Equal(ModelDeletion.Deleted, await DeleteAsync(versions[1]));

        Assert.Empty(await ListAsync());
        await _store.AddReadyAsync(Ready("sum-3"), CancellationToken.None);
        Assert.Equal(3, Assert.Single(await ListAsync(), v => v.IsActive).Version);
    }

    /// <summary>Opens the test's own database.</summary>
    protected abstract Task<ISqlDatabase> OpenAsync();

    /// <summary>Closes it.</summary>
    protected abstract Task CloseAsync(ISqlDatabase database);

    private static Task<T[]> AtATimeAsync<T>(int count, Func<int, Task<T>> work) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => work(i))));

    private Task<ModelVersion> QueueAsync() => _store.AddQueuedAsync(
        Ready("") with { State = ModelState.Queued, IsActive = false, Checksum = null, Labels = null },
        new TrainingData("text", "label", [0, 10]),
        CancellationToken.None);

    private Task<ModelDeletion> DeleteAsync(ModelVersion model) => _store.DeleteAsync(model, CancellationToken.None);

    private Task<TrainingLease?> ClaimAsync(ModelVersion model) =>
        _store.ClaimTrainingAsync(model.Id, TimeSpan.FromSeconds(60), CancellationToken.None);

    private Task<bool> CompleteAsync(TrainingLease lease) =>
        _store.CompleteTrainingAsync(lease, $"sum-{lease.Model.Version}", ["a", "b"], "{}", CancellationToken.None);

    private Task<IReadOnlyList<ModelVersion>> ListAsync() => _store.ListAsync("default", "topics", CancellationToken.None);

    private ModelVersion Ready(string checksum) => new()
    {
        Id = Guid.CreateVersion7(Clock.Now),
        TenantId = ModelVersion.Shared,
        Name = "topics",
        Version = 0,
        Kind = "classification",
        State = ModelState.Ready,
        IsActive = true,
        Checksum = checksum,
        Labels = ["a", "b"],
        CreatedAt = Clock.Now,
    };
}
