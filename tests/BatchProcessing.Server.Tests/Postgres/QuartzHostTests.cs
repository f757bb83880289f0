using System.Diagnostics;
using BatchProcessing.Jobs;
using BatchProcessing.Server.Jobs;
using BatchProcessing.Server.Storage;
using BatchProcessing.Torture.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace BatchProcessing.Server.Tests.Postgres;

/// <summary>The engine over a database that is away when the service starts.</summary>
[RequiresPostgres]
public sealed class QuartzHostTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Lanes_RunJobs_WhenTheDatabaseCameAfterTheStart()
    {
        using var cluster = new PostgresCluster();
        string connection = await cluster.CreateSchemaAsync();
        var handled = new HandledJobs();
        using IHost host = EngineOver(connection, handled);
        cluster.Stop();
        await host.StartAsync();
        cluster.Start();

        foreach (Lane lane in Enum.GetValues<Lane>())
        {
            await RunningAsync(host, lane);
            await host.Services.GetRequiredService<IJobEngine>().EnqueueAsync(
                new Job(JobKind.Pump, lane, Guid.NewGuid()), TimeSpan.Zero, CancellationToken.None);
        }

        await handled.WaitForAsync(Enum.GetValues<Lane>()).WaitAsync(Limit);
        await host.StopAsync();
    }

    [Fact]
    public async Task Lanes_RunJobs_WhenProbesAndCallersHungUpBeforeTheStart()
    {
        using var cluster = new PostgresCluster();
        string connection = await cluster.CreateSchemaAsync();
        var handled = new HandledJobs();
        using IHost host = EngineOver(connection, handled);
        var engine = host.Services.GetRequiredService<IJobEngine>();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => engine.EnqueueAsync(new Job(JobKind.Pump, Lane.Webhooks, Guid.NewGuid()), TimeSpan.Zero, gone.Token));

        await host.StartAsync();

        foreach (Lane lane in Enum.GetValues<Lane>())
        {
            await RunningAsync(host, lane);
            await engine.EnqueueAsync(new Job(JobKind.Pump, lane, Guid.NewGuid()), TimeSpan.Zero, CancellationToken.None);
        }

        await handled.WaitForAsync(Enum.GetValues<Lane>()).WaitAsync(Limit);
        await host.StopAsync();
    }

    private static async Task RunningAsync(IHost host, Lane lane)
    {
        var factory = host.Services.GetRequiredKeyedService<ISchedulerFactory>(QuartzJobEngine.SchedulerOf(lane));
        var limit = Stopwatch.StartNew();
        while (limit.Elapsed < Limit)
        {
            try
            {
                if ((await factory.GetScheduler()).Status == SchedulerStatus.Running) return;
            }
            catch (SchedulerException)
            {
                // The database is not there yet.
            }

            await Task.Delay(50);
        }

        Assert.Fail($"Lane {lane} does not run.");
    }

    private static IHost EngineOver(string connection, HandledJobs handled)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new PostgresDatabase(connection));
        builder.Services.AddSingleton<IJobHandler>(handled);
        builder.Services.AddQuartzJobEngine(new JobOptions(), connection);
        return builder.Build();
    }
}
