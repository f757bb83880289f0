using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace BatchProcessing.Torture.Client;

/// <summary>
/// The promises of the service: a line for every 202, on the disk before the next upload begins, so that this process
/// may die as well. Safe for calls from any thread.
/// </summary>
internal sealed class AcceptedLog(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    private readonly Lock _lock = new();

    /// <summary>The batches so far, in the order of their promises.</summary>
    public ConcurrentQueue<Guid> Batches { get; } = new();

    /// <summary>Appends a promise and flushes it to the disk.</summary>
    public void Append(AcceptedBatch batch)
    {
        byte[] line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(batch) + "\n");
        lock (_lock)
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true);
            Batches.Enqueue(batch.BatchId);
        }
    }

    /// <summary>Reads a log from the disk.</summary>
    public static IReadOnlyList<AcceptedBatch> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        List<AcceptedBatch> batches = [];
        while (reader.ReadLine() is { } line) batches.Add(JsonSerializer.Deserialize<AcceptedBatch>(line)!);
        return batches;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
