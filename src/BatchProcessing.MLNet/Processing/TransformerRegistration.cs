using BatchProcessing.Processing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.ML;

namespace BatchProcessing.MLNet.Processing;

/// <summary>Names processors over transformers.</summary>
public static class TransformerRegistration
{
    /// <summary>Adds a processor over a transformer, which is loaded when the processor is first asked for.</summary>
    /// <param name="builder">What <c>services.AddBatchProcessing(configuration)</c> returns.</param>
    /// <param name="name">Its name: its key, and what metrics, logs and the health check call it.</param>
    /// <param name="load">Gives the trained pipeline, for example by <c>context.Model.Load</c>.</param>
    /// <typeparam name="TInput">A row of the transformer's input: public fields or properties are its columns.</typeparam>
    /// <typeparam name="TOutput">What is read of a row of its output: public fields or properties are columns.</typeparam>
    /// <exception cref="ArgumentException">There is a processor of this name and these types.</exception>
    public static BatchProcessingBuilder AddTransformer<TInput, TOutput>(
        this BatchProcessingBuilder builder, string name, Func<MLContext, ITransformer> load)
        where TInput : class
        where TOutput : class, new()
    {
        ArgumentNullException.ThrowIfNull(load);
        return builder.AddTransformer<TInput, TOutput>(name, (_, context) => load(context));
    }

    /// <summary>Adds a processor over a transformer that needs other services to be loaded.</summary>
    /// <param name="builder">What <c>services.AddBatchProcessing(configuration)</c> returns.</param>
    /// <param name="name">Its name: its key, and what metrics, logs and the health check call it.</param>
    /// <param name="load">Gives the trained pipeline; the context is the application's <see cref="MLContext"/>, or one that is made.</param>
    /// <typeparam name="TInput">A row of the transformer's input: public fields or properties are its columns.</typeparam>
    /// <typeparam name="TOutput">What is read of a row of its output: public fields or properties are columns.</typeparam>
    /// <exception cref="ArgumentException">There is a processor of this name and these types.</exception>
    public static BatchProcessingBuilder AddTransformer<TInput, TOutput>(
        this BatchProcessingBuilder builder, string name, Func<IServiceProvider, MLContext, ITransformer> load)
        where TInput : class
        where TOutput : class, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(load);
        builder.Services.TryAddSingleton(_ => new MLContext());
        return builder.Add<TInput, TOutput>(name, (services, options) =>
        {
            MLContext context = services.GetRequiredService<MLContext>();
            return new MLBatchProcessor<TInput, TOutput>(
                context, load(services, context), options, name, services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<BatchProcessingMetrics>(),
                services.GetRequiredService<ILogger<MLBatchProcessor<TInput, TOutput>>>());
        });
    }
}
