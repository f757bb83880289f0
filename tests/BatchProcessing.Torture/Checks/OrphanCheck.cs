using System.Data.Common;
using System.Diagnostics;
using BatchProcessing.Torture.Stores;
using Dapper;

namespace BatchProcessing.Torture.Checks;

/// <summary>What dead workers and broken uploads left is deleted by the running nodes, after a grace time.</summary>
internal sealed class OrphanCheck(IStoreUnderTest store, Violations violations)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>Blobs that no row named when it was first looked.</summary>
    public int Found { get; private set; }

    /// <summary>Waits until every blob is named by a row; the nodes are up.</summary>
    /// <param name="limit">After that long those that are left are violations.</param>
    public async Task RunAsync(TimeSpan limit)
    {
        IReadOnlyList<string> orphans = await ListAsync();
        Found = orphans.Count;
        for (var clock = Stopwatch.StartNew(); orphans.Count > 0 && clock.Elapsed < limit; orphans = await ListAsync())
            await Task.Delay(Poll);
        foreach (string orphan in orphans) violations.Add($"Blob {orphan}: no row names it, and it is still there {limit.TotalSeconds} s later.");
    }

    private async Task<IReadOnlyList<string>> ListAsync()
    {
        // Blobs first: what is created after them cannot look like an orphan.
        string[] blobs = [.. Directory.EnumerateFiles(store.BlobFolder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(store.BlobFolder, f))
            .Where(name => !name.StartsWith("models/", StringComparison.Ordinal) && !name.StartsWith("owner/", StringComparison.Ordinal))];
        await using DbConnection connection = await store.OpenAsync();
        HashSet<string> named = [.. await connection.QueryAsync<string>(
            """
            SELECT input_blob FROM chunks
            UNION SELECT result_blob FROM chunks WHERE result_blob IS NOT NULL
            UNION SELECT previous_blob FROM chunks WHERE previous_blob IS NOT NULL
            """)];
        return [.. blobs.Where(name => !named.Contains(name))];
    }
}
