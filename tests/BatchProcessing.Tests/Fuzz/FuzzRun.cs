using System.Diagnostics;
using System.Globalization;

namespace BatchProcessing.Tests.Fuzz;

/// <summary>
/// Gives a reader damaged inputs one after the other. By default some hundreds; for longer runs the environment variable
/// <c>FUZZ_SECONDS</c> says how long, and <c>FUZZ_SEED</c> where to begin: a failure names the seed to begin with again.
/// </summary>
internal static class FuzzRun
{
    private const int ShortRun = 300;
    private const long MaxResidentBytes = 512L << 20;

    private static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(60);

    /// <summary>Runs.</summary>
    /// <param name="target">What is fuzzed, for the report.</param>
    /// <param name="make">Makes an input from a seed.</param>
    /// <param name="attempt">Gives an input to the reader, and gives a word for what came of it; whatever it throws is a failure.</param>
    /// <param name="report">Takes one line at the end.</param>
    public static async Task RunAsync(string target, Func<Random, byte[]> make, Func<byte[], Task<string>> attempt, Action<string> report)
    {
        int seconds = Number("FUZZ_SECONDS", 0);
        int first = Number("FUZZ_SEED", 1);
        var time = Stopwatch.StartNew();
        (double Milliseconds, int Seed) slowest = default;
        (long Bytes, int Seed) hungriest = default;
        SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);
        int seed = first;
        for (; seconds > 0 ? time.Elapsed.TotalSeconds < seconds : seed < first + ShortRun; seed++)
        {
            double start = time.Elapsed.TotalMilliseconds;
            long allocated = GC.GetTotalAllocatedBytes();
            string outcome = await AttemptAsync(target, seed, make(new Random(seed)), attempt);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            if (time.Elapsed.TotalMilliseconds - start > slowest.Milliseconds) slowest = (time.Elapsed.TotalMilliseconds - start, seed);
            if (GC.GetTotalAllocatedBytes() - allocated > hungriest.Bytes) hungriest = (GC.GetTotalAllocatedBytes() - allocated, seed);
        }

        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        string line = string.Create(CultureInfo.InvariantCulture,
            $"{target}: {seed - first} inputs from seed {first} in {time.Elapsed.TotalSeconds:0} s, slowest {slowest.Milliseconds:0} ms (seed {slowest.Seed}), most allocated {hungriest.Bytes >> 20} MB (seed {hungriest.Seed}), peak {peak >> 20} MB; {string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}"))}");
        report(line);
        if (seconds > 0) Assert.True(peak < MaxResidentBytes, line);
        Assert.True(outcomes.Count > 1, $"Every input came to the same: {line}");
    }

    private static async Task<string> AttemptAsync(string target, int seed, byte[] input, Func<byte[], Task<string>> attempt)
    {
        try
        {
            return await Task.Run(() => attempt(input)).WaitAsync(AttemptLimit);
        }
        catch (Exception e)
        {
            string kept = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"fuzz-{target}-{seed}"));
            await File.WriteAllBytesAsync(kept, input);
            throw new InvalidOperationException($"{target} failed at FUZZ_SEED={seed}; the input is in {kept}.", e);
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
