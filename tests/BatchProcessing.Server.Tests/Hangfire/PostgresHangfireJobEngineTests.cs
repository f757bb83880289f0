using BatchProcessing.Hangfire;
using BatchProcessing.Jobs;
using BatchProcessing.Server.Tests.Jobs;
using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Hangfire;

[RequiresPostgres]
public sealed class PostgresHangfireJobEngineTests : JobEngineContract
{
    protected override void AddEngine(IServiceCollection services, JobOptions options, string? sharedDatabase) =>
        services.AddHangfireJobEngine(options, sharedDatabase);

    protected override async Task<string?> SharedDatabaseAsync() => await PostgresCluster.Shared.CreateSchemaAsync();
}
