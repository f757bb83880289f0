namespace BatchProcessing.Benchmarks.Load;

/// <summary>What a run with many small batches measured. Times are seconds of wall clock.</summary>
/// <param name="Store">The database under the servers.</param>
/// <param name="Nodes">Servers.</param>
/// <param name="Batches">Batches uploaded.</param>
/// <param name="Documents">Comments of each.</param>
/// <param name="UploadS">From the first upload to the answer of the last.</param>
/// <param name="TotalS">From the first upload to the moment no batch is seen waiting or running.</param>
/// <param name="BatchesPerS"><paramref name="Batches"/> over <paramref name="TotalS"/>.</param>
/// <param name="ServerCpuS">Processor time of the servers over <paramref name="TotalS"/>; the database's is not in it.</param>
/// <param name="LedgerExact">Whether every document of every batch was there once, in order, and succeeded.</param>
internal sealed record SmallBatchesReport(
    string Store,
    int Nodes,
    int Batches,
    int Documents,
    double UploadS,
    double TotalS,
    double BatchesPerS,
    double ServerCpuS,
    bool LedgerExact);
