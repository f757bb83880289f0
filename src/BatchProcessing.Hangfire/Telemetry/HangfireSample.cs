using BatchProcessing.Hangfire.Jobs;
using BatchProcessing.Jobs;
using Hangfire.Storage;
using Hangfire.Storage.Monitoring;

namespace BatchProcessing.Hangfire.Telemetry;

/// <summary>What the job storage says of itself at one time.</summary>
/// <param name="Jobs">Jobs by their state.</param>
/// <param name="Queues">The queue of each lane.</param>
internal sealed record HangfireSample(StatisticsDto Jobs, IReadOnlyList<QueueSample> Queues)
{
    /// <summary>Asks for it.</summary>
    public static HangfireSample Of(IMonitoringApi monitoring)
    {
        IList<ServerDto> servers = monitoring.Servers();
        QueueSample[] queues =
        [
            .. from lane in Enum.GetValues<Lane>()
               let queue = LaneQueue.Of(lane)
               let own = servers.Where(s => s.Queues.Contains(queue)).ToList()
               select new QueueSample(queue, monitoring.EnqueuedCount(queue), own.Count, own.Sum(s => s.WorkersCount)),
        ];
        return new HangfireSample(monitoring.GetStatistics(), queues);
    }
}

/// <summary>One queue.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Jobs that wait in it.</param>
/// <param name="Servers">Servers that take them.</param>
/// <param name="Workers">The workers of those.</param>
internal sealed record QueueSample(string Name, long Length, int Servers, int Workers);
