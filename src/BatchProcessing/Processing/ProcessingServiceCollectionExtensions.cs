using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Processing;

/// <summary>Registers what batch processors need.</summary>
public static class ProcessingServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="BatchProcessorOptions"/> bound from <see cref="BatchProcessorOptions.SectionName"/> and validated at
    /// start, <see cref="BatchProcessingMetrics"/>, the system clock, and the health check <c>batch-processing</c>.
    /// </summary>
    /// <param name="services">The application's services, with an <c>IConfiguration</c> among them.</param>
    public static IServiceCollection AddBatchProcessing(this IServiceCollection services)
    {
        AddParts(services);
        services.AddOptions<BatchProcessorOptions>().BindConfiguration(BatchProcessorOptions.SectionName).ValidateOnStart();
        return services;
    }

    /// <summary>
    /// Adds <see cref="IBatchProcessor{TInput,TOutput}"/> for the processors that are then named on what this returns, with
    /// options, metrics, the system clock, and the health check <c>batch-processing</c>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configuration">
    /// The application's configuration: options are its section <see cref="BatchProcessorOptions.SectionName"/>, and for a
    /// processor <c>"name"</c> what its subsection <c>Processors:name</c> says otherwise.
    /// </param>
    public static BatchProcessingBuilder AddBatchProcessing(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        AddParts(services);
        services.AddLogging();
        IConfigurationSection section = configuration.GetSection(BatchProcessorOptions.SectionName);
        services.AddOptions<BatchProcessorOptions>().Bind(section).ValidateOnStart();
        services.TryAddSingleton(typeof(IBatchProcessor<,>), typeof(OnlyBatchProcessor<,>));
        return new BatchProcessingBuilder(services, section);
    }

    private static void AddParts(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BatchProcessorOptions>, BatchProcessorOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        // A health check that is added twice stops the start.
        if (services.Any(s => s.ServiceType == typeof(BatchProcessingMetrics))) return;
        services.AddSingleton<BatchProcessingMetrics>();
        services.AddHealthChecks().AddCheck<BatchProcessingHealthCheck>("batch-processing");
    }
}
