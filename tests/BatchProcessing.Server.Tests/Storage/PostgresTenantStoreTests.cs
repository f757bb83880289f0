using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture.Stores;

namespace BatchProcessing.Server.Tests.Storage;

/// <summary>The contract over a real PostgreSQL server.</summary>
[RequiresPostgres]
public sealed class PostgresTenantStoreTests : TenantStoreContract
{
    protected override async Task<ISqlDatabase> OpenAsync()
    {
        var database = new PostgresDatabase(await PostgresCluster.Shared.CreateSchemaAsync(), Clock);
        await database.PrepareAsync(CancellationToken.None);
        return database;
    }

    protected override async Task CloseAsync(ISqlDatabase database) => await ((PostgresDatabase)database).DisposeAsync();
}
