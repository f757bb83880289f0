using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace BatchProcessing.Benchmarks.Scoring;

/// <summary><c>scoring</c>: runs <see cref="ScoringBenchmark"/>.</summary>
internal static class ScoringCommand
{
    public static Command Create()
    {
        var command = new Command("scoring", "Measures the scoring loop with BenchmarkDotNet.");
        command.SetAction(_ =>
        {
            Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10);
            BenchmarkRunner.Run<ScoringBenchmark>(DefaultConfig.Instance.AddJob(job));
        });
        return command;
    }
}
