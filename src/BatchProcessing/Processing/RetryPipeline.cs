using Polly;
using Polly.Retry;

namespace BatchProcessing.Processing;

/// <summary>Jittered exponential backoff for transient errors.</summary>
internal static class RetryPipeline
{
    /// <summary>Builds the pipeline; without retries it only passes the call through.</summary>
    public static ResiliencePipeline Create(
        BatchProcessorOptions options, TimeProvider timeProvider, Action<Exception, int, TimeSpan> onRetry)
    {
        if (options.MaxRetries == 0)
            return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is { } exception && options.IsTransient(exception)),
                OnRetry = args =>
                {
                    onRetry(args.Outcome.Exception!, args.AttemptNumber + 1, args.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }
}
