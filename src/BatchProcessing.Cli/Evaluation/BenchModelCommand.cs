using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using BatchProcessing.Cli.Training;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Cli.Evaluation;

/// <summary><c>bench-model</c>: measures how fast a text model scores texts that are in memory.</summary>
internal static class BenchModelCommand
{
    private static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Option<string[]> Model = new("--model") { Required = true, AllowMultipleArgumentsPerToken = true, Description = "Model file; several are scored in one pass." };
    private static readonly Option<string> Data = new("--data") { Required = true, Description = "Labelled CSV file, may be .gz." };
    private static readonly Option<string> Text = new("--text") { DefaultValueFactory = _ => "text", Description = "Name of the column with the texts." };
    private static readonly Option<string> Label = new("--label") { DefaultValueFactory = _ => "label", Description = "Name of the column with the labels." };
    private static readonly Option<int> Threads = new("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount, Description = "Threads of the second measurement." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static Command Create()
    {
        var command = new Command("bench-model", "Measures how fast text models score.") { Model, Data, Text, Label, Threads, Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        try
        {
            string[] paths = arguments.GetRequiredValue(Model);
            byte[][] texts = [.. LabeledCsvFile.Read(arguments.GetRequiredValue(Data), arguments.GetRequiredValue(Text), arguments.GetRequiredValue(Label))
                .Select(row => Encoding.UTF8.GetBytes(row.Text))];
            if (texts.Length == 0)
                throw new InvalidDataException($"{arguments.GetRequiredValue(Data)}: there are no rows to score.");
            Print(ScoringSpeed.Measure(paths, texts, arguments.GetValue(Threads)), arguments.GetValue(Json));
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidModelFileException or IOException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Print(ScoringSpeed speed, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(speed, JsonOptions));
            return;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            1 thread: {speed.DocsPerSecond:N0} documents/s, {speed.MegabytesPerSecond:F0} MB/s
            {speed.Threads} threads: {speed.DocsPerSecondAllThreads:N0} documents/s, {speed.MegabytesPerSecondAllThreads:F0} MB/s
            {speed.BytesPerDocument:F0} bytes a document, {speed.AllocatedBytesPerDocument:F2} bytes allocated a document
            loads in {speed.LoadMilliseconds:F2} ms, {speed.FileBytes / 1024.0:F0} KiB
            """));
    }
}
