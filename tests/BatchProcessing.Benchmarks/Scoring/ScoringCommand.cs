using System.CommandLine;
using BenchmarkDotNet.Running;

namespace BatchProcessing.Benchmarks.Scoring;

/// <summary><c>scoring</c>: runs <see cref="ScoringBenchmark"/>.</summary>
internal static class ScoringCommand
{
    public static Command Create()
    {
        var command = new Command("scoring", "Measures the scoring loop with BenchmarkDotNet.");
        command.SetAction(_ => { BenchmarkRunner.Run<ScoringBenchmark>(); });
        return command;
    }
}
