using System.CommandLine;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.Cli.Prediction;

/// <summary><c>predict</c>: labels texts from a file or standard input; one JSON object a text on standard output.</summary>
internal static class PredictCommand
{
    private static readonly Option<string[]> Model = new("--model") { Required = true, AllowMultipleArgumentsPerToken = true, Description = "Model file; several are scored in one pass." };
    private static readonly Option<string?> Input = new("--input") { Description = "File to read; default: standard input." };
    private static readonly Option<string?> Format = new("--format") { Description = "csv, jsonl or lines; default: by the file's name, lines for standard input." };
    private static readonly Option<string> Text = new("--text") { DefaultValueFactory = _ => "text", Description = "Column or property with the text." };
    private static readonly Option<string> Id = new("--id") { DefaultValueFactory = _ => "id", Description = "Column or property with an id to repeat, where there is one." };
    private static readonly Option<bool> Scores = new("--scores") { Description = "Write the probability of every label." };

    public static Command Create()
    {
        var command = new Command("predict", "Labels texts: JSON Lines on standard output.") { Model, Input, Format, Text, Id, Scores };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        try
        {
            string? path = arguments.GetValue(Input);
            using Stream stream = path is null ? Console.OpenStandardInput() : File.OpenRead(path);
            TextFormat format = TextInput.ParseFormat(arguments.GetValue(Format), path);
            var set = new TextModelSet(arguments.GetRequiredValue(Model).Select(ModelRuntimes.Reader.Load));
            using Stream output = Console.OpenStandardOutput();
            using var writer = new PredictionWriter(set, output, arguments.GetValue(Scores));
            var input = new TextInput(path ?? "standard input", arguments.GetRequiredValue(Text), arguments.GetRequiredValue(Id));
            foreach (InputText text in input.Read(stream, format))
                writer.Write(text);
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidModelFileException or IOException or ArgumentException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
