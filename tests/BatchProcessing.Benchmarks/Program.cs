using System.CommandLine;
using BatchProcessing.Benchmarks.Accuracy;
using BatchProcessing.Benchmarks.Fairness;
using BatchProcessing.Benchmarks.FastText;
using BatchProcessing.Benchmarks.Load;
using BatchProcessing.Benchmarks.MLNet;
using BatchProcessing.Benchmarks.Nouns;
using BatchProcessing.Benchmarks.Plain;
using BatchProcessing.Benchmarks.Scoring;
using BatchProcessing.Benchmarks.Torture;

var root = new RootCommand("Measurements of BatchProcessing.")
{
    AccuracyCommand.Create(),
    AssembleCommand.Create(),
    AssembleLanguageCommand.Create(),
    AssembleNounsCommand.Create(),
    FastTextCommand.Create(),
    ScoringCommand.Create(),
    LoadCommand.Create(),
    SmallBatchesCommand.Create(),
    FairnessCommand.Create(),
    TortureCommand.Create(),
    MLNetCommand.Create(),
    ChunkCommand.Create(),
    VersusPlainCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
