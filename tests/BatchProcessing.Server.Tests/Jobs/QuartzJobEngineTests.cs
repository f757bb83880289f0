using BatchProcessing.Jobs;
using BatchProcessing.Server.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace BatchProcessing.Server.Tests.Jobs;

public sealed class QuartzJobEngineTests : JobEngineContract
{
    protected override void AddEngine(IServiceCollection services, JobOptions options, string? sharedDatabase) =>
        services.AddQuartzJobEngine(options, sharedDatabase);
}
