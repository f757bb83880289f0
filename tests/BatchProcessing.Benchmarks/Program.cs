using System.CommandLine;
using BatchProcessing.Benchmarks.Accuracy;

var root = new RootCommand("Measurements of BatchProcessing.")
{
    AccuracyCommand.Create(),
    AssembleCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
