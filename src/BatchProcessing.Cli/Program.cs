using System.CommandLine;
using BatchProcessing.Cli.Evaluation;
using BatchProcessing.Cli.Prediction;
using BatchProcessing.Cli.Training;

var root = new RootCommand("BatchProcessing: text models and batches of documents from the command line.")
{
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    PredictCommand.Create(),
    BenchModelCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
