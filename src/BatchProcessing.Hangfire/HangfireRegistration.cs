using BatchProcessing.Hangfire.Dashboard;
using BatchProcessing.Hangfire.Jobs;
using BatchProcessing.Hangfire.Storage;
using BatchProcessing.Hangfire.Telemetry;
using BatchProcessing.Jobs;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Hangfire;

/// <summary>Registers Hangfire as the job engine, and its dashboard.</summary>
public static class HangfireRegistration
{
    /// <summary>Where the dashboard is.</summary>
    public const string Path = DashboardSettings.Path;

    /// <summary>The health check's tag that readiness asks for.</summary>
    private const string ReadyTag = "ready";

    /// <summary>Runs jobs on Hangfire: a queue and a server a lane, the sweep and retention as recurring jobs.</summary>
    /// <param name="services">The service's parts, an <see cref="IJobHandler"/> among them.</param>
    /// <param name="options">Workers of the lanes, and where the queues are.</param>
    /// <param name="sharedDatabase">
    /// The connection string of the PostgreSQL database whose queues all nodes share; null for queues in this process's
    /// memory. Not used where the options say Redis.
    /// </param>
    public static void AddHangfireJobEngine(this IServiceCollection services, JobOptions options, string? sharedDatabase)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool isRedis = options.Storage == JobOptions.Redis;
        if (sharedDatabase is not null && !isRedis) services.AddSingleton(_ => new HangfireTables(sharedDatabase));
        services.AddSingleton<JobStorage>(s =>
        {
            s.GetRequiredService<IGlobalConfiguration>(); // the storage logs
            if (isRedis) return HangfireStorage.OnRedis(options);
            return s.GetService<HangfireTables>() is { } tables ? HangfireStorage.Over(tables) : HangfireStorage.InMemory();
        });
        services.AddHangfire((s, configuration) => configuration
            .UseLogProvider(new ServiceLogProvider(s.GetRequiredService<ILoggerFactory>()))
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());
        services.AddSingleton<WaitingJobs>();
        services.AddSingleton<IJobEngine, HangfireJobEngine>();
        services.AddSingleton<RecurringWork>();
        services.AddSingleton<FailedJobs>();
        services.AddSingleton<ServicePulses>();
        services.AddSingleton<MoveTokens>();
        services.AddSingleton(s => new LaneServers(s.GetRequiredService<JobStorage>(), s.GetRequiredService<IServiceScopeFactory>(), options));
        services.AddHostedService<HangfireHost>();
        services.AddHostedService<HangfireGauges>();
        services.AddHealthChecks().AddCheck<LaneHealthCheck>("hangfire", tags: [ReadyTag]);
    }

    /// <summary>
    /// Adds the dashboard at <see cref="Path"/>, with the pages about batches. It has no authorization of its own: the
    /// caller gives the endpoint the service's.
    /// </summary>
    public static IEndpointConventionBuilder MapHangfire(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        DashboardPages.Register();
        return routes.MapHangfireDashboard(
            Path, DashboardSettings.Create(), routes.ServiceProvider.GetRequiredService<JobStorage>());
    }
}
