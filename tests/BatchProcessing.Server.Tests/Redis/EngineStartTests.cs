using BatchProcessing.Hangfire;
using BatchProcessing.Jobs;
using BatchProcessing.Server.Tests.Jobs;
using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Server.Tests.Redis;

/// <summary>The engine over a storage that is away when the service starts.</summary>
[RequiresPostgres]
[RequiresRedis]
public sealed class EngineStartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Lanes_RunJobs_WhenRedisCameAfterTheStart()
    {
        using var redis = new RedisServer();
        redis.Stop();

        await RunAsync(new JobOptions { Storage = JobOptions.Redis, RedisConnection = redis.Connection }, null, redis.Start);
    }

    [Fact]
    public async Task Lanes_RunJobs_WhenTheDatabaseCameAfterTheStart()
    {
        using var cluster = new PostgresCluster();
        string connection = await cluster.CreateSchemaAsync();
        cluster.Stop();

        await RunAsync(new JobOptions(), connection, cluster.Start);
    }

    private static async Task RunAsync(JobOptions options, string? sharedDatabase, Action comeBack)
    {
        var jobs = new RememberedJobs();
        using var log = new RememberedLog();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(l => l.AddProvider(log));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IJobHandler>(jobs);
        builder.Services.AddHangfireJobEngine(options, sharedDatabase);
        using IHost host = builder.Build();
        await host.StartAsync();
        await jobs.WaitUntilAsync(() => log.Entries.Any(e => e.Text.Contains("storage could not be used", StringComparison.Ordinal)), Limit);

        comeBack();

        await jobs.WaitUntilAsync(() => jobs.Runs(Job.Sweep) > 0, Limit);
        foreach (Lane lane in Enum.GetValues<Lane>())
        {
            var job = new Job(JobKind.Pump, lane, Guid.NewGuid());
            await host.Services.GetRequiredService<IJobEngine>().EnqueueAsync(job, TimeSpan.Zero, CancellationToken.None);
            await jobs.WaitUntilAsync(() => jobs.Runs(job) > 0, Limit);
        }

        await host.StopAsync();
    }
}
