using BatchProcessing.Jobs;
using BatchProcessing.Server.Jobs;
using BatchProcessing.Server.Storage;
using BatchProcessing.Server.Tests.Jobs;
using BatchProcessing.Torture.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Postgres;

[RequiresPostgres]
public sealed class PostgresQuartzJobEngineTests : JobEngineContract
{
    protected override void AddEngine(IServiceCollection services, JobOptions options, string? sharedDatabase)
    {
        services.AddSingleton(new PostgresDatabase(sharedDatabase!));
        services.AddQuartzJobEngine(options, sharedDatabase);
    }

    protected override async Task<string?> SharedDatabaseAsync() => await PostgresCluster.Shared.CreateSchemaAsync();
}
