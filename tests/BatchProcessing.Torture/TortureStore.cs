namespace BatchProcessing.Torture;

/// <summary>The database under the tortured nodes.</summary>
public enum TortureStore
{
    /// <summary>One node, one file.</summary>
    Sqlite,

    /// <summary>Any number of nodes over a private PostgreSQL cluster and a shared blob folder.</summary>
    Postgres,
}
