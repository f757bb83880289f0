using BatchProcessing.Server.Tests.Requirements;
using BatchProcessing.Torture.Stores;

namespace BatchProcessing.Server.Tests.Redis;

/// <summary>The tests start a Redis server of their own.</summary>
public sealed class RequiresRedisAttribute : RequirementAttribute
{
    /// <inheritdoc/>
    public override string? Missing => RedisServer.IsInstalled ? null : "Redis is not installed (Debian: apt-get install redis-server).";
}
