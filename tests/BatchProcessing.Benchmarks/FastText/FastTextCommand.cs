using System.CommandLine;

namespace BatchProcessing.Benchmarks.FastText;

/// <summary>The command line of <see cref="FastTextComparison"/>.</summary>
internal static class FastTextCommand
{
    private static readonly Option<string> Data = new("--data") { DefaultValueFactory = _ => "../shared/data", Description = "Folder of the labelled sets." };

    public static Command Create()
    {
        var command = new Command("versus-fasttext", "Compares with the program fasttext.") { Data };
        command.SetAction(arguments => FastTextComparison.Run(arguments.GetRequiredValue(Data)));
        return command;
    }
}
