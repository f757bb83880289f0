using BatchProcessing.Jobs;
using BatchProcessing.Server.Tests.Jobs;

namespace BatchProcessing.Server.Tests.Hangfire;

public sealed class HangfireJobEngineTests : JobEngineContract
{
    protected override Task<string?> ConfigureAsync(JobOptions options) => Task.FromResult<string?>(null);
}
