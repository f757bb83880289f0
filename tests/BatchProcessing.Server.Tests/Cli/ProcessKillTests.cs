using System.Diagnostics;
using BatchProcessing.Cli.Service;

namespace BatchProcessing.Server.Tests.Cli;

/// <summary>The command <c>process</c> as a process of its own, killed in the middle and started again.</summary>
public sealed class ProcessKillTests
{
    private const int Rows = 60_000;

    [Theory]
    [InlineData("out.jsonl")]
    [InlineData("out.csv")]
    public async Task Process_GoesOnWhereItWas_WhenItIsKilled(string name)
    {
        using var folder = new TempFolder();
        await File.WriteAllLinesAsync(folder["in.csv"], ["id,text", .. Enumerable.Range(0, Rows).Select(i => i % 999 == 5 ? $"{i}," : $"{i},the parcel {i} came late")]);
        string journal = Path.Combine(folder[name] + ".work", "journal.jsonl");
        using (Process killed = Start(folder, name))
        {
            await ServiceHost.UntilAsync(() => Task.FromResult(killed.HasExited || (File.Exists(journal) && Lines(journal) > 3)));
            Assert.False(killed.HasExited, "It ended before it could be killed.");
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        Assert.False(File.Exists(folder[name]));
        string said = await RunAsync(folder, name);
        string whole = await RunAsync(folder, "whole" + Path.GetExtension(name));

        Assert.Contains("went on after", said, StringComparison.Ordinal);
        Assert.DoesNotContain("went on after", whole, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(folder["whole" + Path.GetExtension(name)]), await File.ReadAllBytesAsync(folder[name]));
        Assert.False(Directory.Exists(folder[name] + ".work"));
        Assert.Contains($"\"documents\": {Rows}", await File.ReadAllTextAsync(folder[name] + ".report.json"), StringComparison.Ordinal);
    }

    private static int Lines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd().Count(c => c == '\n');
    }

    private static Process Start(TempFolder folder, string output)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ServiceClient).Assembly.Location, "process", "in.csv", output])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
        };
        start.Environment["ML__DocumentBatch__FileBatchSize"] = "200";
        return Process.Start(start)!;
    }

    private static async Task<string> RunAsync(TempFolder folder, string output)
    {
        using Process process = Start(folder, output);
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return said;
    }
}
