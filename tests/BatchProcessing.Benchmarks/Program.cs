using System.CommandLine;
using BatchProcessing.Benchmarks.Accuracy;

var root = new RootCommand("Measurements of BatchProcessing.")
{
    AccuracyCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
