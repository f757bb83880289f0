using BatchProcessing.Processing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Tests.Processing;

public sealed class BatchProcessingBuilderTests
{
    private static readonly ChunkFunction<string, int> Lengths = static (input, output, _) =>
    {
        for (int i = 0; i < input.Length; i++)
            output.Span[i] = input.Span[i].Length;
        return ValueTask.CompletedTask;
    };

    [Fact]
    public async Task Processor_IsFoundByItsTypes_WhenItIsTheOnlyOneOfThem()
    {
        using ServiceProvider services = Services(p => p.AddChunkFunction("lengths", Lengths));

        BatchResult<int> result = await services.GetRequiredService<IBatchProcessor<string, int>>().ProcessBatchAsync(["a", "bcd"]);

        Assert.Equal([1, 3], result.Results);
        Assert.Equal(2, Assert.Single(services.GetRequiredService<BatchProcessingMetrics>().LastHour(), m => m.Processor == "lengths").Succeeded);
    }

    [Fact]
    public async Task Processor_IsFoundByItsName_WhenThereAreSeveral()
    {
        using ServiceProvider services = Services(p => p
            .AddChunkFunction("lengths", Lengths)
            .AddChunkFunction<string, int>("zeros", static _ => static (_, output, _) =>
            {
                output.Span.Clear();
                return ValueTask.CompletedTask;
            }));

        BatchResult<int> result = await services.GetRequiredKeyedService<IBatchProcessor<string, int>>("zeros").ProcessBatchAsync(["abc"]);

        Assert.Equal([0], result.Results);
        string message = Assert.Throws<InvalidOperationException>(services.GetRequiredService<IBatchProcessor<string, int>>).Message;
        Assert.Contains("2 processors of String to Int32 (lengths, zeros)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Processor_IsRefused_WhenThereIsNone()
    {
        using ServiceProvider services = Services(p => p.AddChunkFunction("lengths", Lengths));

        string message = Assert.Throws<InvalidOperationException>(services.GetRequiredService<IBatchProcessor<string, long>>).Message;

        Assert.Contains("no processor of String to Int64", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_IsRefused_WhenItIsTaken()
    {
        string message = Assert.Throws<ArgumentException>(
            () => Services(p => p.AddChunkFunction("lengths", Lengths).AddChunkFunction("lengths", Lengths))).Message;

        Assert.Contains("a processor \"lengths\" of String to Int32", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_AreThoseOfTheSection_AndThenOfTheName()
    {
        using ServiceProvider services = Services(
            p => p.AddChunkFunction("lengths", Lengths),
            ("MaxRetries", "7"), ("StreamBatchSize", "10"), ("Processors:lengths:StreamBatchSize", "20"));
        IOptionsMonitor<BatchProcessorOptions> options = services.GetRequiredService<IOptionsMonitor<BatchProcessorOptions>>();

        Assert.Equal((7, 20), (options.Get("lengths").MaxRetries, options.Get("lengths").StreamBatchSize));
        Assert.Equal(10, options.CurrentValue.StreamBatchSize);
    }

    [Fact]
    public void Start_IsRefused_WhenAnOptionOfANameIsOutOfRange()
    {
        using ServiceProvider services = Services(p => p.AddChunkFunction("lengths", Lengths), ("Processors:lengths:MaxRetries", "21"));

        string message = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate).Message;

        Assert.Contains("MaxRetries is 21; it must be from 0 to 20", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthCheck_IsThereOnce_WhenBatchProcessingIsAddedTwice()
    {
        using ServiceProvider services = Services(p => p.AddChunkFunction("lengths", Lengths).Services.AddBatchProcessing());

        HealthReport report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal("batch-processing", Assert.Single(report.Entries).Key);
        Assert.Equal(HealthStatus.Healthy, report.Status);
    }

    private static ServiceProvider Services(Action<BatchProcessingBuilder> add, params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting =>
                new KeyValuePair<string, string?>($"{BatchProcessorOptions.SectionName}:{setting.Key}", setting.Value)))
            .Build();
        var services = new ServiceCollection().AddSingleton(configuration);
        add(services.AddBatchProcessing(configuration));
        return services.BuildServiceProvider();
    }
}
