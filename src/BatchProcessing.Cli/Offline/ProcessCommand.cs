using System.CommandLine;
using System.Globalization;
using BatchProcessing.Analyses;
using BatchProcessing.Documents;
using BatchProcessing.Files;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace BatchProcessing.Cli.Offline;

/// <summary><c>process</c>: analyses a file on this machine, without the service.</summary>
internal static class ProcessCommand
{
    private static readonly Argument<FileInfo> Input = new("input") { Description = "CSV, TSV, JSON Lines, Excel, Word, text, HTML, Markdown or message file, or a ZIP archive of them." };
    private static readonly Argument<FileInfo> Output = new("output") { Description = "File to write: .jsonl or .csv." };
    private static readonly Option<string> Analyses = new("--analyses") { Description = "Comma-separated; default all.", DefaultValueFactory = _ => string.Join(',', AnalysisCatalog.Names) };
    private static readonly Option<string> TextColumn = new("--text-column") { Description = "Column of the text.", DefaultValueFactory = _ => "text" };
    private static readonly Option<string> IdColumn = new("--id-column") { Description = "Column of the id.", DefaultValueFactory = _ => "id" };

    public static Command Create()
    {
        Input.AcceptExistingOnly();
        Analyses.Validators.Add(found =>
        {
            if (found.GetValueOrDefault<string>()?.Split(',').FirstOrDefault(a => !AnalysisCatalog.Names.Contains(a)) is { } unknown)
                found.AddError($"'{unknown}' is no analysis; there are {string.Join(", ", AnalysisCatalog.Names)}.");
        });
        var command = new Command("process", "Analyses a file on this machine, without the service.")
        {
            Input, Output, Analyses, TextColumn, IdColumn,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken token)
    {
        FileInfo input = arguments.GetRequiredValue(Input);
        FileInfo output = arguments.GetRequiredValue(Output);
        if (FaultOf(input, output) is { } fault)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync(fault);
            return 1;
        }

        FileProcessingOptions options = ReadOptions();
        var table = new TableOptions { IdColumn = arguments.GetRequiredValue(IdColumn), TextColumn = arguments.GetRequiredValue(TextColumn) };
        try
        {
            var file = new OfflineFile(input, output, options);
            FileReport report = await AnsiConsole.Progress().StartAsync(context =>
            {
                var bars = new Bars(context.AddTask("read"), context.AddTask("analysed"));
                return file.RunAsync(arguments.GetRequiredValue(Analyses).Split(','), table, bars, token);
            });
            if (report.Resumed > 0) Console.WriteLine($"went on after {report.Resumed} documents of a run that was broken off");
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Documents} documents: {report.Succeeded} succeeded, {report.Failed} failed, {report.DocumentsPerSecond:0} a second"));
            if (options.IncludeMetrics) await File.WriteAllTextAsync(output.FullName + ".report.json", report.ToJson() + "\n", token);
            return 0;
        }
        catch (Exception e) when (e is UploadRejectedException or IOException or UnauthorizedAccessException)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static string? FaultOf(FileInfo input, FileInfo output)
    {
        if (Directory.Exists(input.FullName)) return $"'{input}' is a folder, and no file.";
        if (Directory.Exists(output.FullName)) return $"'{output}' is a folder, and no file.";
        if (output.Directory is not { Exists: true }) return $"'{output}' cannot be written: there is no such folder.";
        return RealPathOf(input) == RealPathOf(output) ? $"'{output}' is the input, which would be lost." : null;
    }

    private static string RealPathOf(FileInfo file)
    {
        var folder = new DirectoryInfo(file.DirectoryName!);
        return Path.Combine((folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName, file.Name);
    }

    private static FileProcessingOptions ReadOptions() => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build()
        .GetSection(FileProcessingOptions.Section)
        .Get<FileProcessingOptions>() ?? new FileProcessingOptions();

    private sealed class Bars(ProgressTask read, ProgressTask analysed) : IProgress<FileProgress>
    {
        public void Report(FileProgress value)
        {
            read.Value = 100 * value.Read;
            analysed.Value = 100 * value.Analysed;
        }
    }
}
