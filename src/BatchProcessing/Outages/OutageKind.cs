namespace BatchProcessing.Outages;

/// <summary>What the service stands on and cannot use for now.</summary>
public enum OutageKind
{
    /// <summary>There is no room left for blobs or for the database.</summary>
    StorageFull,

    /// <summary>The database cannot be reached or used.</summary>
    DatabaseAway,

    /// <summary>The blob store cannot be reached or used.</summary>
    BlobStoreAway,
}
