using System.Globalization;
using BatchProcessing.Analyses;
using BatchProcessing.Documents;
using BatchProcessing.Files;
using BatchProcessing.Models;

namespace BatchProcessing.Cli.Offline;

/// <summary>
/// Processes one file on this machine. What is done so far is kept in a folder beside the output, so that a run that was
/// killed is gone on with by the same command.
/// </summary>
/// <param name="input">The file.</param>
/// <param name="output">Replaced when all results are there.</param>
/// <param name="options">How it is processed.</param>
internal sealed class OfflineFile(FileInfo input, FileInfo output, FileProcessingOptions options)
{
    private const string Tenant = "offline";

    private readonly string _models = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Analyses the file.</summary>
    /// <exception cref="UploadRejectedException">The file cannot be read as a table.</exception>
    public async Task<FileReport> RunAsync(string[] analyses, TableOptions table, IProgress<FileProgress> progress, CancellationToken cancellationToken)
    {
        var limits = new UploadOptions { MaxDocuments = long.MaxValue };
        var processor = new FileProcessor(new AnalysisCatalog(new ModelFolder(_models)), options, limits);
        string folder = output.FullName + ".work";
        await using FileStream content = input.OpenRead();
        (FileReport report, string results) = await processor.RunAsync(
            new FileJob
            {
                TenantId = Tenant,
                Declared = new DeclaredFile(null, FileName.KindOf(input.Name)),
                Input = content,
                Identity = Identity(analyses),
                Analyses = analyses,
                Table = table,
                IsCsv = IsCsv(),
                WorkFolder = folder,
            },
            progress,
            cancellationToken);
        File.Move(results, output.FullName, overwrite: true);
        Directory.Delete(folder, recursive: true);
        return report;
    }

    // A file that has been changed, or other models, are another job.
    private string Identity(string[] analyses) => string.Join('|', [
        input.FullName, Stamp(input), .. analyses,
        .. new DirectoryInfo(_models).EnumerateFiles("*.btm").OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => f.Name + Stamp(f))]);

    private static string Stamp(FileInfo file) => string.Create(CultureInfo.InvariantCulture, $"{file.Length}:{file.LastWriteTimeUtc.Ticks}");

    private bool IsCsv() => output.Extension.ToLowerInvariant() switch
    {
        ".csv" => true,
        ".jsonl" or ".ndjson" => false,
        _ => options.OutputFormat == "csv",
    };
}
