using BatchProcessing.Server.Storage;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>The contract over a real SQLite file.</summary>
public sealed class SqliteTenantStoreTests : TenantStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<ISqlDatabase> OpenAsync() =>
        Task.FromResult<ISqlDatabase>(new SqliteDatabase(_folder["batches.db"], Clock));

    protected override async Task CloseAsync(ISqlDatabase database) => await ((SqliteDatabase)database).DisposeAsync();
}
