using BatchProcessing.Hangfire;
using BatchProcessing.Jobs;
using BatchProcessing.Server.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Hangfire;

public sealed class HangfireJobEngineTests : JobEngineContract
{
    protected override void AddEngine(IServiceCollection services, JobOptions options, string? sharedDatabase) =>
        services.AddHangfireJobEngine(options, sharedDatabase);
}
