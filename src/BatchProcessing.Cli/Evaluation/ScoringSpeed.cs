using System.Diagnostics;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Cli.Evaluation;

/// <summary>How fast models score texts that are in memory as UTF-8.</summary>
public sealed record ScoringSpeed
{
    private const int Repeats = 5;
    private const double MinSeconds = 0.3;
    private const int ChunkSize = 256;

    /// <summary>Documents a second on one thread: the median of five measurements.</summary>
    public required double DocsPerSecond { get; init; }

    /// <summary>Megabytes (10^6) of UTF-8 a second on one thread.</summary>
    public required double MegabytesPerSecond { get; init; }

    /// <summary>Threads of the second measurement.</summary>
    public required int Threads { get; init; }

    /// <summary>Documents a second on all threads.</summary>
    public required double DocsPerSecondAllThreads { get; init; }

    /// <summary>Megabytes (10^6) of UTF-8 a second on all threads.</summary>
    public required double MegabytesPerSecondAllThreads { get; init; }

    /// <summary>Mean length of a document in bytes of UTF-8.</summary>
    public required double BytesPerDocument { get; init; }

    /// <summary>Bytes allocated on the managed heap for a document, once warm.</summary>
    public required double AllocatedBytesPerDocument { get; init; }

    /// <summary>Milliseconds to load the model files: the median of five.</summary>
    public required double LoadMilliseconds { get; init; }

    /// <summary>Size of the model files.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Measures loading, scoring on one thread and scoring on several.</summary>
    public static ScoringSpeed Measure(IReadOnlyList<string> modelPaths, byte[][] texts, int threads)
    {
        double load = Median(() => Seconds(() => Load(modelPaths)));
        TextModelSet set = Load(modelPaths);
        double bytes = texts.Average(text => (double)text.Length);
        (double one, double allocated) = MeasureThreads(set, texts, 1);
        (double all, _) = MeasureThreads(set, texts, threads);
        return new ScoringSpeed
        {
            DocsPerSecond = one,
            MegabytesPerSecond = one * bytes / 1e6,
            Threads = threads,
            DocsPerSecondAllThreads = all,
            MegabytesPerSecondAllThreads = all * bytes / 1e6,
            BytesPerDocument = bytes,
            AllocatedBytesPerDocument = allocated,
            LoadMilliseconds = load * 1e3,
            FileBytes = modelPaths.Sum(path => new FileInfo(path).Length),
        };
    }

    /// <summary>Documents a second on one thread, in UTF-8, once warm.</summary>
    public static double MeasureOneThread(ITextModel model, byte[][] texts)
        => texts.Length == 0 ? 0 : MeasureThreads(new TextModelSet([model]), texts, 1).DocsPerSecond;

    private static TextModelSet Load(IReadOnlyList<string> paths) => new(paths.Select(ModelRuntimes.Reader.Load));

    private static (double DocsPerSecond, double AllocatedPerDocument) MeasureThreads(TextModelSet set, byte[][] texts, int threads)
    {
        Worker[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Worker(set, texts))];
        int passes = 1;
        while (Seconds(() => Run(workers, passes)) < MinSeconds)
            passes *= 2;
        double seconds = Median(() => Seconds(() => Run(workers, passes)));
        return ((double)texts.Length * passes / seconds, workers.Sum(worker => worker.Allocated) / (double)workers.Sum(worker => worker.Documents));
    }

    /// <summary>Scores all texts <paramref name="passes"/> times; workers take chunks from a shared counter.</summary>
    private static void Run(Worker[] workers, int passes)
    {
        long next = 0;
        Thread[] threads = [.. workers.Skip(1).Select(worker => new Thread(() => worker.Run(ref next, passes)))];
        foreach (Thread thread in threads)
            thread.Start();
        workers[0].Run(ref next, passes);
        foreach (Thread thread in threads)
            thread.Join();
    }

    private static double Seconds(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(Func<double> measure) => Enumerable.Range(0, Repeats).Select(_ => measure()).Order().ElementAt(Repeats / 2);

    private sealed class Worker(TextModelSet set, byte[][] texts)
    {
        private readonly TextScorer _scorer = set.CreateScorer();
        private readonly float[] _probabilities = new float[set.Models.Max(model => model.Labels.Count)];

        /// <summary>Bytes allocated while scoring in the last run.</summary>
        public long Allocated { get; private set; }

        /// <summary>Documents scored in the last run.</summary>
        public long Documents { get; private set; }

        public void Run(ref long next, int passes)
        {
            Documents = 0;
            long before = GC.GetAllocatedBytesForCurrentThread();
            long total = (long)texts.Length * passes;
            long start;
            while ((start = Interlocked.Add(ref next, ChunkSize) - ChunkSize) < total)
            {
                for (long i = start; i < Math.Min(start + ChunkSize, total); i++, Documents++)
                    Score(texts[i % texts.Length]);
            }
            Allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        private void Score(byte[] text)
        {
            _scorer.Read(text);
            for (int model = 0; model < set.Models.Count; model++)
                _scorer.Score(model, _probabilities);
        }
    }
}
