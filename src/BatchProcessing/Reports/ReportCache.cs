using BatchProcessing.Batches;
using Microsoft.Extensions.Caching.Memory;

namespace BatchProcessing.Reports;

/// <summary>
/// The reports asked for last. A report of a large batch reads all its results, so one is read at a time and callers who
/// ask for the same one share it.
/// </summary>
public sealed class ReportCache(ReportReader reader) : IDisposable
{
    private const int MaxReports = 100;

    private readonly MemoryCache _reports = new(new MemoryCacheOptions { SizeLimit = MaxReports });
    private readonly SemaphoreSlim _reading = new(1);

    /// <summary>The report of a batch.</summary>
    /// <param name="batch">The batch; it has ended.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>Null when the batch changed meanwhile.</returns>
    public async Task<BatchReport?> GetAsync(Batch batch, CancellationToken cancellationToken)
    {
        (Guid, long) key = (batch.Id, batch.Version);
        if (_reports.TryGetValue(key, out BatchReport? known)) return known;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_reports.TryGetValue(key, out known)) return known;
            BatchReport? report = await reader.ReadAsync(batch, cancellationToken);
            return report is null ? null : _reports.Set(key, report, new MemoryCacheEntryOptions { Size = 1 });
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reports.Dispose();
        _reading.Dispose();
    }
}
