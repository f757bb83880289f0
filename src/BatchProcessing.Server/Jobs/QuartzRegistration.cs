using BatchProcessing.Jobs;
using BatchProcessing.Server.Api;
using BatchProcessing.Server.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;

namespace BatchProcessing.Server.Jobs;

/// <summary>Registers Quartz.NET as the job engine: a scheduler a lane, stopped with the service.</summary>
internal static class QuartzRegistration
{
    // A node is taken for dead after both: its jobs run elsewhere. A node that only slept runs them a second time, which is harmless.
    private static readonly TimeSpan CheckIn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CheckInGrace = TimeSpan.FromSeconds(4);

    /// <param name="services">The service's parts.</param>
    /// <param name="options">Workers of the lanes.</param>
    /// <param name="sharedDatabase">Where the lanes of all nodes are; null for this process's own in memory.</param>
    public static void AddQuartzJobEngine(this IServiceCollection services, JobOptions options, string? sharedDatabase)
    {
        bool isShared = sharedDatabase is not null;
        IHealthChecksBuilder checks = services.AddHealthChecks();
        foreach (Lane lane in Enum.GetValues<Lane>())
        {
            services.AddQuartz(QuartzJobEngine.SchedulerOf(lane), quartz =>
            {
                if (isShared) quartz.UsePersistentStore(UseCluster);
                else quartz.UseInMemoryStore();
                quartz.UseDefaultThreadPool(options.WorkersOf(lane));
                quartz.ConfigureScheduler(scheduler =>
                {
                    scheduler.IdleWaitTime = TimeSpan.FromSeconds(1);
                    scheduler.DefaultMisfireHandling = DefaultMisfireHandling.IgnoreMisfires;
                });
            });
            checks.AddQuartz(QuartzJobEngine.SchedulerOf(lane), o =>
            {
                o.Name = QuartzJobEngine.SchedulerOf(lane);
                o.Tags.Add(ServiceApi.ReadyTag);
            });
        }

        services.PostConfigure<HealthCheckServiceOptions>(MakePatient);
        services.AddHostedService<QuartzHost>();
        services.AddSingleton<IJobEngine, QuartzJobEngine>();
        services.AddHostedService<SweepTimer>();
        if (isShared) services.AddSingleton<EngineTables>();
    }

    private static void MakePatient(HealthCheckServiceOptions options)
    {
        HashSet<string> lanes = [.. Enum.GetValues<Lane>().Select(QuartzJobEngine.SchedulerOf)];
        foreach (HealthCheckRegistration check in options.Registrations.Where(r => lanes.Contains(r.Name)))
        {
            Func<IServiceProvider, IHealthCheck> make = check.Factory;
            check.Factory = services => new PatientCheck(make(services));
        }
    }

    /// <summary>The tables that the engines of all nodes share, made when missing.</summary>
    public static void UseCluster(IPersistentStoreBuilder store)
    {
        store.UsePostgres(source => source.DataSourceFactory = s => s.GetRequiredService<PostgresDatabase>().Source);
        store.UseClustering(cluster =>
        {
            cluster.CheckinInterval = CheckIn;
            cluster.CheckinMisfireThreshold = CheckInGrace;
        });
        store.ProvisionSchema();
        store.ConfigureStore(o =>
        {
            o.StoreJobDataAsStrings = true;
            o.MaxConsecutiveFireFailures = 0; // a job whose store was away is never given up
        });
    }
}
