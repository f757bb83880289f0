namespace BatchProcessing.Torture.Nodes;

/// <summary>Settings that make every mechanism turn many times in a short life: small chunks, short leases, frequent sweeps.</summary>
public static class NodeSettings
{
    /// <summary>How long a lease lasts.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    /// <summary>The settings, as <c>Section:Key=value</c>.</summary>
    public static IReadOnlyList<string> Usual { get; } =
    [
        "Chunks:MaxDocuments=20",
        "Chunks:LeaseTime=00:00:01",
        "Chunks:Heartbeat=00:00:00.250",
        "Jobs:SweepInterval=00:00:00.250",
        "Jobs:TimeSlice=00:00:00.200",
        "Uploads:ReservationTime=00:00:02",
        "Retention:Interval=00:00:01",
        "Retention:BlobGrace=00:00:03",
        "ML:BatchProcessing:RetryDelay=00:00:00.100",
        "Webhooks:AllowedNetworks:0=127.0.0.0/8",
        "Webhooks:FirstDelay=00:00:00.050",
        "Webhooks:MaxDelay=00:00:01",
        "Webhooks:MaxAttempts=100",
        "Webhooks:Timeout=00:00:01",
        "Jobs:WebhookWorkers=4",
    ];
}
