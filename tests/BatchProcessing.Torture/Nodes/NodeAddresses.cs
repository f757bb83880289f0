namespace BatchProcessing.Torture.Nodes;

/// <summary>Where the nodes listen at this moment; safe for calls from any thread.</summary>
internal sealed class NodeAddresses(int nodes)
{
    private readonly Uri?[] _addresses = new Uri?[nodes];

    /// <summary>Whether any node listens.</summary>
    public bool HasAny => _addresses.Any(a => a is not null);

    /// <summary>Says where a node listens; null while it does not.</summary>
    public void Set(int node, Uri? address) => Volatile.Write(ref _addresses[node], address);

    /// <summary>One of the addresses; null when there is none.</summary>
    public Uri? Pick(Random random)
    {
        Uri[] known = [.. _addresses.OfType<Uri>()];
        return known.Length == 0 ? null : known[random.Next(known.Length)];
    }
}
