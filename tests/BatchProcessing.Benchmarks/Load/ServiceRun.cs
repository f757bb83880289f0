namespace BatchProcessing.Benchmarks.Load;

/// <summary>What the way through the service took.</summary>
/// <param name="Upload">From the first byte of the upload to its answer.</param>
/// <param name="Total">From the first byte of the upload to the moment the batch is seen completed.</param>
/// <param name="Download">From the request of the results to their last byte.</param>
/// <param name="ProcessorTime">Processor time of the server over <paramref name="Total"/>.</param>
/// <param name="PeakMemory">Most memory of the server so far, in bytes.</param>
/// <param name="ColdStart">From the start of the server to its first 200 of /health/ready.</param>
/// <param name="ResultBytes">Bytes of the result lines.</param>
/// <param name="SlowestStatus">The longest the status endpoint took to answer while the batch ran, asked 20 times a second.</param>
/// <param name="IsExact">Whether every document was there once, in order, and succeeded, and the batch's counts agree.</param>
internal sealed record ServiceRun(
    TimeSpan Upload,
    TimeSpan Total,
    TimeSpan Download,
    TimeSpan ProcessorTime,
    long PeakMemory,
    TimeSpan ColdStart,
    long ResultBytes,
    TimeSpan SlowestStatus,
    bool IsExact);
