using BatchProcessing.Jobs;
using BatchProcessing.Server.Hosting;
using BatchProcessing.Server.Security;
using BatchProcessing.Server.Storage;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Jobs;

/// <summary>Runs the service on the engine that <c>Jobs:Engine</c> names.</summary>
internal static class JobEngineChoice
{
    private const string EngineKey = $"{JobOptions.Section}:{nameof(JobOptions.Engine)}";

    /// <exception cref="OptionsValidationException">There is no such engine in this build.</exception>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        JobEnginePart engine = Choose(configuration);
        IConfigurationSection storage = configuration.GetSection(StorageOptions.Section);
        bool isShared = storage[nameof(StorageOptions.Provider)] == StorageOptions.PostgreSql;
        engine.Add(
            services,
            configuration.GetSection(JobOptions.Section).Get<JobOptions>() ?? new JobOptions(),
            isShared ? storage[nameof(StorageOptions.ConnectionString)] ?? "" : null);
        return services;
    }

    /// <summary>Adds the engine's own pages, when it has any. They show every tenant's jobs.</summary>
    public static void MapJobEngine(this WebApplication app) =>
        Choose(app.Configuration).Map?.Invoke(app).RequireAuthorization(ScopePolicies.Admin).WithMetadata(new KeyAsPassword());

    /// <summary>The path of the first of the engine's own pages; null when it has none.</summary>
    public static string? JobEnginePage(this WebApplication app) => Choose(app.Configuration).Page;

    private static JobEnginePart Choose(IConfiguration configuration)
    {
        string name = configuration[EngineKey] is { Length: > 0 } chosen ? chosen : OptionalParts.JobEngines[0].Name;
        return OptionalParts.JobEngines.FirstOrDefault(e => e.Name == name) ?? throw new OptionsValidationException(
            EngineKey,
            typeof(JobOptions),
            [$"{EngineKey} is '{name}' but must be {string.Join(" or ", OptionalParts.JobEngines.Select(e => e.Name))} in this build."]);
    }
}
