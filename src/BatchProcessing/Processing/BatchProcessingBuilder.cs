using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Processing;

/// <summary>Names processors, each made when it is first asked for.</summary>
/// <remarks>
/// A processor is the keyed service <see cref="IBatchProcessor{TInput,TOutput}"/> of its name, and where it is the only one of
/// its two types also the one without a key.
/// </remarks>
public sealed class BatchProcessingBuilder
{
    private readonly IConfigurationSection _section;

    internal BatchProcessingBuilder(IServiceCollection services, IConfigurationSection section) => (Services, _section) = (services, section);

    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a processor over a function of chunks.</summary>
    /// <param name="name">Its name: its key, and what metrics, logs and the health check call it.</param>
    /// <param name="process">The work on one chunk; called on several threads.</param>
    /// <typeparam name="TInput">One item to process.</typeparam>
    /// <typeparam name="TOutput">What one item becomes.</typeparam>
    /// <exception cref="ArgumentException">There is a processor of this name and these types.</exception>
    public BatchProcessingBuilder AddChunkFunction<TInput, TOutput>(string name, ChunkFunction<TInput, TOutput> process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return AddChunkFunction(name, _ => process);
    }

    /// <summary>Adds a processor over a function of chunks that needs other services.</summary>
    /// <param name="name">Its name: its key, and what metrics, logs and the health check call it.</param>
    /// <param name="process">Makes the work on one chunk; the work is called on several threads.</param>
    /// <typeparam name="TInput">One item to process.</typeparam>
    /// <typeparam name="TOutput">What one item becomes.</typeparam>
    /// <exception cref="ArgumentException">There is a processor of this name and these types.</exception>
    public BatchProcessingBuilder AddChunkFunction<TInput, TOutput>(
        string name, Func<IServiceProvider, ChunkFunction<TInput, TOutput>> process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return Add(name, (services, options) => new ChunkedBatchProcessor<TInput, TOutput>(
            name, process(services), options, services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<BatchProcessingMetrics>(), LoggerOf<TInput, TOutput>(services)));
    }

    /// <summary>Adds a processor of any kind.</summary>
    /// <param name="name">Its name: its key, and that of its options.</param>
    /// <param name="create">Makes it, with the options of its name.</param>
    /// <typeparam name="TInput">One item to process.</typeparam>
    /// <typeparam name="TOutput">What one item becomes.</typeparam>
    /// <exception cref="ArgumentException">There is a processor of this name and these types.</exception>
    public BatchProcessingBuilder Add<TInput, TOutput>(
        string name, Func<IServiceProvider, BatchProcessorOptions, IBatchProcessor<TInput, TOutput>> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        if (Services.Any(s => s.ServiceType == typeof(IBatchProcessor<TInput, TOutput>) && name.Equals(s.ServiceKey)))
            throw new ArgumentException($"There is a processor \"{name}\" of {typeof(TInput).Name} to {typeof(TOutput).Name}; choose another name.", nameof(name));
        Services.AddOptions<BatchProcessorOptions>(name).Bind(_section).Bind(_section.GetSection("Processors").GetSection(name)).ValidateOnStart();
        Services.AddSingleton(new ProcessorName<TInput, TOutput>(name));
        Services.AddKeyedSingleton(name, (services, _) =>
            create(services, services.GetRequiredService<IOptionsMonitor<BatchProcessorOptions>>().Get(name)));
        return this;
    }

    private static ILogger<ChunkedBatchProcessor<TInput, TOutput>> LoggerOf<TInput, TOutput>(IServiceProvider services) =>
        services.GetRequiredService<ILoggerFactory>().CreateLogger<ChunkedBatchProcessor<TInput, TOutput>>();
}
