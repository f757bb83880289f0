using System.CommandLine;
using BatchProcessing.Benchmarks.Accuracy;
using BatchProcessing.Benchmarks.Load;

var root = new RootCommand("Measurements of BatchProcessing.")
{
    AccuracyCommand.Create(),
    AssembleCommand.Create(),
    LoadCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
