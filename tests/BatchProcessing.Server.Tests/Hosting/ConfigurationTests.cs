using System.Diagnostics;
using System.Text.Json.Nodes;
using BatchProcessing.Server.Tests.Crash;

namespace BatchProcessing.Server.Tests.Hosting;

/// <summary>Settings as a person gives them: on the command line and in the environment of a real process.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("Uploads:MaxFileBytes", "5", "1024 to 1099511627776")]
    [InlineData("Chunks:MaxDocuments", "0", "1 to 100000")]
    [InlineData("Chunks:LeaseTime", "02:00:00", "00:00:01 to 01:00:00")]
    [InlineData("Jobs:TimeSlice", "00:00:00", "00:00:00.0100000 to 00:01:00")]
    [InlineData("Jobs:BatchWorkers", "-1", "0 to 256")]
    [InlineData("Jobs:Storage", "Steam", "Redis")]
    [InlineData("Uploads:FailureSample", "0", "1 to 1000000")]
    [InlineData("Retention:KeepFor", "00:00:00", "00:00:01 to 3650.00:00:00")]
    [InlineData("Storage:Provider", "Oracle", "Sqlite or PostgreSql")]
    [InlineData("Storage:Blobs", "Floppy", "Files or S3")]
    [InlineData("Webhooks:Timeout", "00:10:00", "00:00:00.1000000 to 00:05:00")]
    [InlineData("Webhooks:MaxAttempts", "0", "1 to 100")]
    [InlineData("Jobs:WebhookWorkers", "0", "1 to 256")]
    [InlineData("ML:BatchProcessing:MaxRetries", "99", "from 0 to 20")]
    public async Task Start_StopsWithKeyValueAndRange_WhenAValueIsOutOfRange(string key, string value, string range)
    {
        (int code, string fault) = await RunAsync([$"--{key}={value}"]);

        Assert.Equal(1, code);
        Assert.Contains(key, fault, StringComparison.Ordinal);
        Assert.Contains(value, fault, StringComparison.Ordinal);
        Assert.Contains(range, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Chunks:MaxDocuments")]
    [InlineData("Jobs:BatchWorkers")]
    [InlineData("ML:BatchProcessing:RetryDelay")]
    public async Task Start_StopsWithKeyAndValue_WhenAValueIsOfAnotherType(string key)
    {
        (int code, string fault) = await RunAsync([$"--{key}=many"]);

        Assert.Equal(1, code);
        Assert.Contains(key, fault, StringComparison.Ordinal);
        Assert.Contains("many", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Stops_WhenPostgreSqlHasNoConnectionString()
    {
        (int code, string fault) = await RunAsync(["--Storage:Provider=PostgreSql"]);

        Assert.Equal(1, code);
        Assert.Contains("Storage:ConnectionString must be set", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Stops_WhenTheAddressIsOpenToOthers()
    {
        (int code, string fault) = await RunAsync(["--urls=http://0.0.0.0:0"]);

        Assert.Equal(1, code);
        Assert.Contains("can be reached from other machines", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Stops_WhenAnotherProcessHasTheDataFolder()
    {
        using ServiceProcess first = await ServiceProcess.StartAsync(_folder.Path);

        (int code, string fault) = await RunAsync([]);

        Assert.Equal(1, code);
        Assert.Contains($"'{_folder.Path}' is in use by another process", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_FollowTheShortVariables_AndTheCommandLineBeforeThem()
    {
        Dictionary<string, string> environment = new()
        {
            ["BATCH_MAX_FILE_SIZE"] = "2000000",
            ["BATCH_MAX_BATCH_SIZE"] = "777",
            ["BATCH_MAX_RETRIES"] = "5",
            ["BATCH_CHUNK_SIZE"] = "55",
            ["BATCH_MEMORY_THRESHOLD_MB"] = "3000",
            ["Uploads__MaxFiles"] = "44",
        };
        (int code, string fault) = await RunAsync(["--Chunks:MaxDocuments=0"], environment);
        Assert.Equal((1, true), (code, fault.Contains("Chunks:MaxDocuments is '0'", StringComparison.Ordinal)));

        using ServiceProcess service = await ServiceProcess.StartAsync(_folder.Path, environment, "--Uploads:MaxColumns=33");

        JsonNode limits = await service.GetAsync("/api/limits");
        Assert.Equal(
            (2_000_000, 777, 6, 55, 3_000, 44, 33),
            ((int)limits["fileBytes"]!, (int)limits["documentsPerBatch"]!, (int)limits["chunkAttempts"]!, (int)limits["chunkDocuments"]!,
                (int)limits["memoryThresholdMb"]!, (int)limits["filesPerRequest"]!, (int)limits["columns"]!));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Starts a service that cannot start; it says why in one line.</summary>
    private async Task<(int Code, string Fault)> RunAsync(string[] settings, Dictionary<string, string>? environment = null)
    {
        ProcessStartInfo start = ServiceProcess.StartInfo(_folder.Path, ["--urls=http://127.0.0.1:0", .. settings], environment);
        using Process process = Process.Start(start)!;
        using var late = new CancellationTokenSource(ExitLimit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(late.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(late.Token);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail("The service did not stop.");
        }

        await output;
        return (process.ExitCode, Assert.Single((await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }
}
