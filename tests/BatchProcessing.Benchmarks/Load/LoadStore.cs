namespace BatchProcessing.Benchmarks.Load;

/// <summary>The database under the servers of a run.</summary>
internal enum LoadStore
{
    /// <summary>Embedded in the one server.</summary>
    Sqlite,

    /// <summary>Shared by all servers.</summary>
    Postgres,
}
