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
        services.AddSingleton<IValidateOptions<BatchProcessorOptions>, BatchProcessorOptionsValidator>();
        services.AddOptions<BatchProcessorOptions>().BindConfiguration(BatchProcessorOptions.SectionName).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BatchProcessingMetrics>();
        services.AddHealthChecks().AddCheck<BatchProcessingHealthCheck>("batch-processing");
        return services;
    }
}
