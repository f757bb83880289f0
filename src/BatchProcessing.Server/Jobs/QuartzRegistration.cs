using BatchProcessing.Jobs;
using Quartz;

namespace BatchProcessing.Server.Jobs;

/// <summary>Registers Quartz.NET as the job engine: a scheduler a lane, in memory, stopped with the service.</summary>
internal static class QuartzRegistration
{
    public static IServiceCollection AddQuartzJobEngine(this IServiceCollection services, JobOptions options)
    {
        foreach (Lane lane in Enum.GetValues<Lane>())
        {
            services.AddQuartz(QuartzJobEngine.SchedulerOf(lane), quartz =>
            {
                quartz.UseInMemoryStore();
                quartz.UseDefaultThreadPool(options.WorkersOf(lane));
                quartz.ConfigureScheduler(scheduler =>
                {
                    scheduler.IdleWaitTime = TimeSpan.FromSeconds(1);
                    scheduler.DefaultMisfireHandling = DefaultMisfireHandling.IgnoreMisfires;
                });
            });
        }

        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
        services.AddSingleton<IJobEngine, QuartzJobEngine>();
        services.AddHostedService<SweepTimer>();
        return services;
    }
}
