namespace BatchProcessing.Retention;

/// <summary>Removes what is over, one duty after the other.</summary>
public sealed class RetentionRound(
    BatchRetention batches, OrphanFolders folders, SupersededResults results, DeliveryRetention deliveries)
{
    /// <summary>Runs one round.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await batches.RunAsync(cancellationToken);
        // Before the duties that read the blob store, which may be away.
        await deliveries.RunAsync(cancellationToken);
        await folders.RunAsync(cancellationToken);
        await results.RunAsync(cancellationToken);
    }
}
