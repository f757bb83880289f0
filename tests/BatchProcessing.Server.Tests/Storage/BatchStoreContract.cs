using BatchProcessing.Batches;
using BatchProcessing.Server.Storage;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>
/// What every <see cref="IBatchStore"/> must do, whatever database is under it. A subclass opens the database; the
/// files of this class hold one part of the contract each.
/// </summary>
public abstract partial class BatchStoreContract : IAsyncLifetime
{
    /// <summary>The hand-driven clock that the database's leases are compared with.</summary>
    protected HandClock Clock { get; } = new();

    /// <summary>The database, for looking past the store.</summary>
    protected ISqlDatabase Database { get; private set; } = null!;

    /// <summary>The store under test.</summary>
    protected IBatchStore Store { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await OpenAsync();
        Store = new SqlBatchStore(Database);
    }

    public Task DisposeAsync() => CloseAsync(Database);

    /// <summary>Opens the test's own database, made when missing.</summary>
    protected abstract Task<ISqlDatabase> OpenAsync();

    /// <summary>Closes the database as the end of the process does.</summary>
    protected abstract Task CloseAsync(ISqlDatabase database);

    protected async Task RestartAsync()
    {
        await CloseAsync(Database);
        await InitializeAsync();
    }
}
