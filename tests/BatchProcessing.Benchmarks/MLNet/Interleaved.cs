using System.Diagnostics;

namespace BatchProcessing.Benchmarks.MLNet;

/// <summary>
/// Times several ways of doing the same in turns, so that whatever else the machine does meets all of them. Each gets a turn
/// that does not count first, and the order changes from round to round.
/// </summary>
internal static class Interleaved
{
    private const int Rounds = 7;

    /// <summary>The times of each way, round by round.</summary>
    public static async Task<Turn[][]> MeasureAsync(params Func<Task>[] ways)
    {
        Turn[][] turns = [.. ways.Select(_ => new Turn[Rounds])];
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < ways.Length; i++)
            {
                int way = (i + round + 1) % ways.Length;
                Turn turn = await TimeAsync(ways[way]);
                if (round >= 0) turns[way][round] = turn;
            }
        }

        return turns;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static async Task<Turn> TimeAsync(Func<Task> way)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        TimeSpan processor = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await way();
        double seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return new Turn(seconds, (process.TotalProcessorTime - processor).TotalSeconds);
    }

    /// <summary>One turn.</summary>
    /// <param name="Seconds">Wall-clock time.</param>
    /// <param name="ProcessorSeconds">Processor time of all threads: what a busy machine does not change much.</param>
    internal readonly record struct Turn(double Seconds, double ProcessorSeconds);
}
