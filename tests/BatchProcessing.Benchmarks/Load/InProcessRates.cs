using System.Diagnostics;
using BatchProcessing.Analyses;
using BatchProcessing.Models;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>How fast the work is without the service, on all cores of this process.</summary>
/// <param name="Loop">Documents a second from a file of lines to a file of result lines.</param>
/// <param name="LoopProcessorTime">Processor time of the loop.</param>
/// <param name="RawScoring">Documents a second from texts in memory to scores.</param>
internal sealed record InProcessRates(double Loop, TimeSpan LoopProcessorTime, double RawScoring)
{
    /// <summary>Measures both, each as the better of two rounds: the first also warms up.</summary>
    /// <param name="serverFolder">Where the server's own models are.</param>
    /// <param name="folder">For files of the run.</param>
    /// <param name="lines">The corpus as JSON lines.</param>
    public static async Task<InProcessRates> MeasureAsync(string serverFolder, string folder, CorpusFile lines)
    {
        var plan = await PlanWithModelsOfAsync(serverFolder);
        Console.Error.WriteLine("Looping over the same lines in this process");
        var loop = new InProcessLoop(plan);
        var output = Path.Combine(folder, "loop.jsonl");
        var (loopRate, loopProcessorTime) = BestOfTwo(lines.Documents, () => loop.Run(lines.Path, output));
        File.Delete(output);
        Console.Error.WriteLine("Scoring the same texts from memory");
        var texts = TextsInMemory.Read(lines);
        var (rawRate, _) = BestOfTwo(lines.Documents, () => texts.Score(plan));
        return new InProcessRates(loopRate, loopProcessorTime, rawRate);
    }

    private static async Task<AnalysisPlan> PlanWithModelsOfAsync(string serverFolder)
    {
        var catalog = new AnalysisCatalog(new ModelFolder(Path.Combine(serverFolder, "models")));
        var pins = await catalog.PinAsync("load", ["classification", "sentiment"], new Dictionary<string, string>(), default);
        return await catalog.PlanAsync("load", pins);
    }

    private static (double Rate, TimeSpan ProcessorTime) BestOfTwo(int documents, Action work)
    {
        var (first, second) = (Time(work), Time(work));
        var best = first.Elapsed < second.Elapsed ? first : second;
        return (documents / best.Elapsed.TotalSeconds, best.ProcessorTime);
    }

    private static (TimeSpan Elapsed, TimeSpan ProcessorTime) Time(Action work)
    {
        var processorTime = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        work();
        return (clock.Elapsed, Environment.CpuUsage.TotalTime - processorTime);
    }
}
