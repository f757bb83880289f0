using BatchProcessing.Processing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Tests.Processing;

public sealed class BatchProcessorOptionsTests
{
    [Fact]
    public void Options_AreBoundFromTheirSection()
    {
        var options = Options(
            ("StreamBatchSize", "250"), ("MaxRetries", "0"), ("RetryDelay", "00:00:02"),
            ("MaxConcurrency", "6"), ("EnableMetrics", "false"), ("EnableDetailedLogging", "true"));

        Assert.Equal(
            (250, 0, TimeSpan.FromSeconds(2), 6, false, true),
            (options.StreamBatchSize, options.MaxRetries, options.RetryDelay, options.MaxConcurrency,
                options.EnableMetrics, options.EnableDetailedLogging));
        Assert.True(options.IsTransient(new IOException()));
    }

    [Fact]
    public void Options_HaveTheDocumentedDefaults_WhenTheSectionIsEmpty()
    {
        var options = Options();

        Assert.Equal((1000, 3, TimeSpan.FromSeconds(1)), (options.StreamBatchSize, options.MaxRetries, options.RetryDelay));
        Assert.Equal(Environment.ProcessorCount, options.MaxConcurrency);
        Assert.True(options.EnableMetrics);
    }

    [Theory]
    [InlineData("StreamBatchSize", "0", "ML:BatchProcessing:StreamBatchSize is 0; it must be from 1 to 100000.")]
    [InlineData("StreamBatchSize", "100001", "ML:BatchProcessing:StreamBatchSize is 100001; it must be from 1 to 100000.")]
    [InlineData("MaxRetries", "-1", "ML:BatchProcessing:MaxRetries is -1; it must be from 0 to 20.")]
    [InlineData("RetryDelay", "02:00:00", "ML:BatchProcessing:RetryDelay is 02:00:00; it must be from 00:00:00 to 01:00:00.")]
    [InlineData("MaxConcurrency", "0", "ML:BatchProcessing:MaxConcurrency is 0; it must be from 1 to 1024.")]
    public void Options_AreRefusedByKeyValueAndRange_WhenOutOfRange(string key, string value, string message)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Options((key, value)));

        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void IsTransient_TellsPassingErrorsFromTheItemsOwn_ByDefault()
    {
        var isTransient = new BatchProcessorOptions().IsTransient;

        Assert.True(isTransient(new HttpRequestException()));
        Assert.True(isTransient(new TaskCanceledException("slow", new TimeoutException())));
        Assert.False(isTransient(new TaskCanceledException()));
        Assert.False(isTransient(new InvalidOperationException()));
    }

    private static BatchProcessorOptions Options(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting =>
                new KeyValuePair<string, string?>($"{BatchProcessorOptions.SectionName}:{setting.Key}", setting.Value)))
            .Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddBatchProcessing()
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<BatchProcessorOptions>>().Value;
    }
}
