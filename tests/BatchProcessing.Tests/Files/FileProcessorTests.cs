using System.Text;
using BatchProcessing.Documents;
using BatchProcessing.Files;
using BatchProcessing.Tests.Analyses;

namespace BatchProcessing.Tests.Files;

public sealed class FileProcessorTests(ShippedModels shipped) : IClassFixture<ShippedModels>, IDisposable
{
    private const int Documents = 40;

    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task RunAsync_Throws_WhenResultsCannotBeWritten()
    {
        // What is told of a written chunk is told where it is written: a fault there is as one of the disk.
        Task run = RunAsync(new Reports(p => p.Analysed > 0 ? throw new IOException("No space left on device") : 0));

        IOException fault = await Assert.ThrowsAsync<IOException>(() => run.WaitAsync(HangGuard));
        Assert.Equal("No space left on device", fault.Message);
    }

    [Fact]
    public async Task RunAsync_GoesOn_AfterAFaultOfTheDisk()
    {
        await Assert.ThrowsAsync<IOException>(() =>
            RunAsync(new Reports(p => p.Analysed > 0.3 ? throw new IOException("No space left on device") : 0)).WaitAsync(HangGuard));

        FileReport report = await RunAsync(null);

        Assert.Equal(Documents, report.Documents);
        Assert.InRange(report.Resumed, 1, Documents - 1);
    }

    [Fact]
    public async Task RunAsync_CutsTheInputAgain_WhenAPowerCutHasLeftNoChunks()
    {
        await RunAsync(null);
        File.WriteAllText(_folder["work/chunks.jsonl"], "");

        FileReport report = await RunAsync(null);

        Assert.Equal((Documents, 0), (report.Documents, report.Resumed));
        Assert.Equal(Documents, File.ReadLines(_folder["work/results"]).Count());
    }

    public void Dispose() => _folder.Dispose();

    private async Task<FileReport> RunAsync(IProgress<FileProgress>? progress)
    {
        var options = new FileProcessingOptions { FileBatchSize = 1, MaxConcurrency = 1 };
        string rows = string.Concat(Enumerable.Range(0, Documents).Select(i => $"{i},some text\n"));
        (FileReport report, _) = await new FileProcessor(shipped.Analyses, options, new UploadOptions()).RunAsync(
            new FileJob
            {
                TenantId = "t",
                Declared = new DeclaredFile(null, FileKind.Csv),
                Input = new MemoryStream(Encoding.UTF8.GetBytes("id,text\n" + rows)),
                Identity = "same",
                Analyses = ["language"],
                Table = new TableOptions(),
                IsCsv = false,
                WorkFolder = _folder["work"],
            },
            progress,
            CancellationToken.None);
        return report;
    }

    private sealed class Reports(Func<FileProgress, int> look) : IProgress<FileProgress>
    {
        public void Report(FileProgress value) => look(value);
    }
}
