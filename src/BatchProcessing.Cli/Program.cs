using System.CommandLine;
using BatchProcessing.Cli.Evaluation;
using BatchProcessing.Cli.Offline;
using BatchProcessing.Cli.Prediction;
using BatchProcessing.Cli.Service;
using BatchProcessing.Cli.Training;

var root = new RootCommand("BatchProcessing: text models and batches of documents from the command line.")
{
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    PredictCommand.Create(),
    BenchModelCommand.Create(),
    ProcessCommand.Create(),
    SubmitCommand.Create(),
    StatusCommand.Create(),
    ResultsCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
