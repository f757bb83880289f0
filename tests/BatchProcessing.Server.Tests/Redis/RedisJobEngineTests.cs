using BatchProcessing.Jobs;
using BatchProcessing.Server.Tests.Jobs;
using BatchProcessing.Torture.Stores;

namespace BatchProcessing.Server.Tests.Redis;

[RequiresRedis]
public sealed class RedisJobEngineTests : JobEngineContract, IDisposable
{
    private readonly RedisServer _redis = new();

    public void Dispose() => _redis.Dispose();

    protected override Task<string?> ConfigureAsync(JobOptions options)
    {
        (options.Storage, options.RedisConnection) = (JobOptions.Redis, _redis.Connection);
        return Task.FromResult<string?>(null);
    }
}
