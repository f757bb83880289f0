using System.CommandLine;

namespace BatchProcessing.Benchmarks.Accuracy;

/// <summary>The command line of <see cref="AccuracyBenchmark"/>.</summary>
internal static class AccuracyCommand
{
    private static readonly Option<string> Data = new("--data") { DefaultValueFactory = _ => "../shared/data", Description = "Folder of the labelled sets." };
    private static readonly Option<string[]> Sets = new("--sets") { AllowMultipleArgumentsPerToken = true, Description = "Only these sets." };

    public static Command Create()
    {
        var command = new Command("accuracy", "Trains with default options on every labelled set and measures.") { Data, Sets };
        command.SetAction(arguments => AccuracyBenchmark.Run(arguments.GetRequiredValue(Data), arguments.GetValue(Sets) ?? []));
        return command;
    }
}
