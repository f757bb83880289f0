using System.Globalization;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Processing;

/// <summary>Refuses options out of range with messages that name the key, the value and the range.</summary>
public sealed class BatchProcessorOptionsValidator : IValidateOptions<BatchProcessorOptions>
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, BatchProcessorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures = [];
        Check(failures, nameof(options.StreamBatchSize), options.StreamBatchSize, 1, 100_000);
        Check(failures, nameof(options.MaxRetries), options.MaxRetries, 0, 20);
        Check(failures, nameof(options.RetryDelay), options.RetryDelay, TimeSpan.Zero, LongestRetryDelay);
        Check(failures, nameof(options.MaxConcurrency), options.MaxConcurrency, 1, 1024);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Check<T>(List<string> failures, string key, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            failures.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{BatchProcessorOptions.SectionName}:{key} is {value}; it must be from {least} to {most}."));
    }
}
