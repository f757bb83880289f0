using BatchProcessing.Jobs;
using BatchProcessing.Server.Tests.Jobs;
using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture.Stores;

namespace BatchProcessing.Server.Tests.Hangfire;

[RequiresPostgres]
public sealed class PostgresHangfireJobEngineTests : JobEngineContract
{
    protected override async Task<string?> ConfigureAsync(JobOptions options) => await PostgresCluster.Shared.CreateSchemaAsync();
}
