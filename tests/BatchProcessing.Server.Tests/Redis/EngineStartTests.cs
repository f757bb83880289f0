using BatchProcessing.Hangfire;
using BatchProcessing.Jobs;
using BatchProcessing.Server.Tests.Jobs;
using BatchProcessing.Server.Tests.Postgres;
using BatchProcessing.Torture.Stores;
using Hangfire;
using Hangfire.Storage;
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

    [Fact]
    public async Task Sweep_Runs_WhileAKilledNodeHoldsTheLocksOfTheRecurringJobs()
    {
        using var redis = new RedisServer();
        var jobs = new RememberedJobs();
        using IHost host = HostOf(new JobOptions { Storage = JobOptions.Redis, RedisConnection = redis.Connection }, null, jobs, log: null);
        using IStorageConnection connection = host.Services.GetRequiredService<JobStorage>().GetConnection();
        using IDisposable sweep = connection.AcquireDistributedLock("recurring-job:sweep", Limit);
        using IDisposable retention = connection.AcquireDistributedLock("recurring-job:retention", Limit);

        await host.StartAsync();

        await jobs.WaitUntilAsync(() => jobs.Runs(Job.Sweep) > 0, TimeSpan.FromSeconds(10));
        await host.StopAsync();
    }

    private static async Task RunAsync(JobOptions options, string? sharedDatabase, Action comeBack)
    {
        var jobs = new RememberedJobs();
        using var log = new RememberedLog();
        using IHost host = HostOf(options, sharedDatabase, jobs, log);
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

    private static IHost HostOf(JobOptions options, string? sharedDatabase, RememberedJobs jobs, RememberedLog? log)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(l => _ = log is null ? l : l.AddProvider(log));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IJobHandler>(jobs);
        builder.Services.AddHangfireJobEngine(options, sharedDatabase);
        return builder.Build();
    }
}
