using Hangfire;

namespace BatchProcessing.Hangfire.Storage;

/// <summary>
/// The jobs that failed. Hangfire keeps them for ever, for a person to run again; here the sweep has made up for them
/// long before, and in an outage they come every few seconds.
/// </summary>
/// <param name="storage">Where they are.</param>
/// <param name="client">Deletes them.</param>
public sealed class FailedJobs(JobStorage storage, IBackgroundJobClient client)
{
    /// <summary>So many stay to be looked at, the latest.</summary>
    public const int Kept = 1_000;

    private const int DeletedAtATime = 100;

    /// <summary>Deletes some of those beyond the latest <paramref name="kept"/>.</summary>
    public void Trim(int kept = Kept)
    {
        foreach (string id in storage.GetMonitoringApi().FailedJobs(kept, DeletedAtATime).Select(j => j.Key)) client.Delete(id);
    }
}
