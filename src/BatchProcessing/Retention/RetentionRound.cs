namespace BatchProcessing.Retention;

/// <summary>Removes what is over, one duty after the other.</summary>
public sealed class RetentionRound(
    BatchRetention batches, OrphanFolders folders, SupersededResults results, DeliveryRetention deliveries)
{
    /// <summary>Runs one round.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await batches.RunAsync(cancellationToken);
        await folders.RunAsync(cancellationToken);
        await results.RunAsync(cancellationToken);
        await deliveries.RunAsync(cancellationToken);
    }
}
