namespace BatchProcessing.Processing;

/// <summary>One processor's last hour: a ring of sixty one-minute sums. Safe for concurrent use.</summary>
internal sealed class MinuteBuckets(string processor)
{
    private const int Minutes = 60;

    private readonly Lock _lock = new();
    private readonly Bucket[] _ring = new Bucket[Minutes];

    public void Add(DateTimeOffset now, int chunks, int succeeded, int failed, int retries, TimeSpan duration)
    {
        var minute = MinuteOf(now);
        lock (_lock)
        {
            ref var bucket = ref _ring[minute % Minutes];
            if (bucket.Minute != minute)
                bucket = new Bucket { Minute = minute };
            bucket.Chunks += chunks;
            bucket.Succeeded += succeeded;
            bucket.Failed += failed;
            bucket.Retries += retries;
            bucket.Duration += duration;
        }
    }

    public ProcessorMetrics Sum(DateTimeOffset now)
    {
        var sum = default(Bucket);
        var oldest = MinuteOf(now) - Minutes + 1;
        lock (_lock)
        {
            foreach (ref readonly var bucket in _ring.AsSpan())
            {
                if (bucket.Minute < oldest)
                    continue;
                sum.Chunks += bucket.Chunks;
                sum.Succeeded += bucket.Succeeded;
                sum.Failed += bucket.Failed;
                sum.Retries += bucket.Retries;
                sum.Duration += bucket.Duration;
            }
        }

        return new ProcessorMetrics(processor, sum.Chunks, sum.Succeeded, sum.Failed, sum.Retries, sum.Duration);
    }

    private static long MinuteOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMinute;

    private struct Bucket
    {
        public long Minute;
        public long Chunks;
        public long Succeeded;
        public long Failed;
        public long Retries;
        public TimeSpan Duration;
    }
}
