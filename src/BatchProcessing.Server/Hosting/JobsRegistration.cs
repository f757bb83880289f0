using BatchProcessing.Hangfire;
using BatchProcessing.Jobs;
using BatchProcessing.Server.Api;
using BatchProcessing.Server.Security;
using BatchProcessing.Server.Storage;

namespace BatchProcessing.Server.Hosting;

/// <summary>Runs the service's jobs on Hangfire, and shows them in its dashboard.</summary>
internal static class JobsRegistration
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        IConfigurationSection storage = configuration.GetSection(StorageOptions.Section);
        bool isShared = storage[nameof(StorageOptions.Provider)] == StorageOptions.PostgreSql;
        services.AddHangfireJobEngine(
            configuration.GetSection(JobOptions.Section).Get<JobOptions>() ?? new JobOptions(),
            isShared ? storage[nameof(StorageOptions.ConnectionString)] ?? "" : null);
        return services;
    }

    /// <summary>Adds the dashboard. It shows every tenant's batches.</summary>
    public static void MapDashboard(this WebApplication app)
    {
        RouteGroupBuilder pages = app.MapGroup("");
        pages.RequireAuthorization(ScopePolicies.Admin).WithMetadata(new KeyAsPassword()).ExcludeFromDescription();
        pages.MapHangfire();
        pages.MapDashboardDownloads();
    }
}
