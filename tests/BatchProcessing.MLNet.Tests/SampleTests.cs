using System.Diagnostics;

namespace BatchProcessing.MLNet.Tests;

/// <summary>The sample program, as a user runs it.</summary>
public sealed class SampleTests
{
    private static string Repository
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BatchProcessing.sln"))) folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("There is no BatchProcessing.sln above the tests.");
        }
    }

    [Fact]
    public async Task Sample_LabelsItsComments()
    {
        (string output, string errors, int exitCode) = await RunAsync();

        Assert.True(exitCode == 0, errors);
        Assert.Matches(@"positive \d+ ?%: Friendly people, fast answers, great shop", output);
        Assert.Matches(@"negative \d+ ?%: It came broken and the support was rude and slow", output);
        Assert.Contains("2 scored, 0 failed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_IsRefused_WhenAnOptionOfTheCommandLineIsOutOfRange()
    {
        (_, string errors, int exitCode) = await RunAsync("--ML:BatchProcessing:StreamBatchSize=0");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("ML:BatchProcessing:StreamBatchSize is 0; it must be from 1 to 100000", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/BatchProcessing.MLNet/README.md")]
    [InlineData("docs/mlnet.md")]
    public void Docs_ShowTheLinesOfTheSample(string page)
    {
        string sample = Path.Combine(Repository, "samples/MLNetBatch/Program.cs");
        string[] program = [.. File.ReadLines(sample).Select(l => l.Trim())];
        string[] shown = [.. File.ReadLines(Path.Combine(Repository, page))
            .SkipWhile(l => !l.StartsWith("var builder", StringComparison.Ordinal)).TakeWhile(l => l != "```").Select(l => l.Trim())];

        Assert.Equal(6, shown.Length);
        Assert.All(shown, line => Assert.Contains(line, program));
        Assert.InRange(program.Length, 1, 60);
    }

    private static async Task<(string Output, string Errors, int ExitCode)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MLNetBatch.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (await output, errors, process.ExitCode);
    }
}
