using BatchProcessing.Documents;

namespace BatchProcessing.Batches;

/// <summary>
/// The uploads that a node stores at a time. One tenant takes all but one of them, so that another can upload whatever
/// the first does. Safe for concurrent use.
/// </summary>
/// <param name="max">How many there are.</param>
internal sealed class UploadSlots(int max)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    private int OfTenant => Math.Max(1, max - 1);

    /// <summary>Takes a slot.</summary>
    /// <exception cref="UploadRejectedException">All are taken, or all that the tenant may have.</exception>
    public void Take(string tenantId)
    {
        lock (_lock)
        {
            if (_taken.Values.Sum() >= max)
                throw new UploadRejectedException("queue-full", $"{max} uploads are in progress, the limit; try again soon.");
            int own = _taken.GetValueOrDefault(tenantId);
            if (own >= OfTenant)
            {
                throw new UploadRejectedException("too-many-uploads",
                    $"The tenant has {own} uploads in progress on this node, which leaves the last of {max} to others; try again soon.");
            }

            _taken[tenantId] = own + 1;
        }
    }

    /// <summary>Gives a slot back.</summary>
    public void Give(string tenantId)
    {
        lock (_lock)
        {
            if (--_taken[tenantId] == 0) _taken.Remove(tenantId);
        }
    }
}
