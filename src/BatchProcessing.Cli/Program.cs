using System.CommandLine;
using BatchProcessing.Cli.Backup;
using BatchProcessing.Cli.Evaluation;
using BatchProcessing.Cli.Keys;
using BatchProcessing.Cli.Offline;
using BatchProcessing.Cli.Prediction;
using BatchProcessing.Cli.Service;
using BatchProcessing.Cli.Training;

namespace BatchProcessing.Cli;

internal static class Program
{
    public static Task<int> Main(string[] args) =>
        new RootCommand("BatchProcessing: text models and batches of documents from the command line.")
        {
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            BenchModelCommand.Create(),
            ProcessCommand.Create(),
            SubmitCommand.Create(),
            StatusCommand.Create(),
            ResultsCommand.Create(),
            VerifyCommand.Create(),
            MoveCommands.Cancel(),
            MoveCommands.Pause(),
            MoveCommands.Resume(),
            MoveCommands.Retry(),
            MoveCommands.Delete(),
            KeysCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
        }.Parse(args).InvokeAsync();
}
