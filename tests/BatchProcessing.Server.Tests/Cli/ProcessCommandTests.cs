using System.CommandLine;
using BatchProcessing.Cli.Offline;

namespace BatchProcessing.Server.Tests.Cli;

/// <summary>Files that cannot be processed on the command line: one line says why.</summary>
public sealed class ProcessCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("folder", "out.csv", "is a folder")]
    [InlineData("in.csv", "in.csv", "is the input")]
    [InlineData("in.csv", "folder/../in.csv", "is the input")]
    [InlineData("in.csv", "folder", "is a folder")]
    [InlineData("in.csv", "missing/out.csv", "no such folder")]
    [InlineData("linked/in.csv", "in.csv", "is the input")]
    public async Task Process_SaysInOneLineWhatIsWrong_AndLeavesTheInput(string input, string output, string what)
    {
        Directory.CreateDirectory(_folder["folder"]);
        Directory.CreateSymbolicLink(_folder["linked"], _folder.Path);
        await File.WriteAllTextAsync(_folder["in.csv"], "text\nfine\n");
        using var error = new StringWriter();
        var invocation = new InvocationConfiguration { Error = error, Output = TextWriter.Null };

        int code = await ProcessCommand.Create().Parse([Path.Combine(_folder.Path, input), Path.Combine(_folder.Path, output), "--analyses", "language"]).InvokeAsync(invocation);

        Assert.Equal(1, code);
        Assert.Contains(what, Assert.Single(error.ToString().TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal("text\nfine\n", await File.ReadAllTextAsync(_folder["in.csv"]));
        Assert.Equal(["folder", "in.csv", "linked"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    public void Dispose() => _folder.Dispose();
}
