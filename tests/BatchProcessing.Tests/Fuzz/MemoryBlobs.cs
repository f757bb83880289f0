using System.Collections.Concurrent;
using BatchProcessing.Blobs;

namespace BatchProcessing.Tests.Fuzz;

/// <summary>Keeps blobs in memory, so that thousands of small uploads wait for no disk.</summary>
internal sealed class MemoryBlobs : IBlobStore
{
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);

    public IEnumerable<byte[]> Contents => _blobs.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => b.Value);

    public Task CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        _blobs.TryAdd(name, content.ToArray()) ? Task.CompletedTask : throw new IOException($"{name} is there already.");

    public Task ProbeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SealFolderAsync(string folder, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteFolderAsync(string folder, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<BlobEntry> ListAsync(string folder, CancellationToken cancellationToken) => throw new NotSupportedException();
}
