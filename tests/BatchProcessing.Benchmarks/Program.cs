using BatchProcessing.Benchmarks.Load;

return args switch
{
    ["load", .. var rest] => await LoadCommand.RunAsync(rest),
    _ => throw new ArgumentException("Name a benchmark: load."),
};
