#if FAULT_INJECTION
using System.Collections.Concurrent;
using System.Reflection;
using BatchProcessing.Blobs;

namespace BatchProcessing.Server.Faults;

/// <summary>
/// A blob store without fsync: a new blob stays in this process's memory, as it would in the page cache of a machine, and
/// reaches the real store some seconds later, so that a kill before that loses it as a power cut would.
/// </summary>
internal class UnsyncedBlobs : DispatchProxy
{
    private const string Models = "models/";
    private static readonly TimeSpan WriteBack = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, byte[]> _unwritten = new(StringComparer.Ordinal);
    private IBlobStore _blobs = null!;

    /// <summary>Stands before a store.</summary>
    public static IBlobStore Over(IBlobStore blobs)
    {
        IBlobStore proxy = Create<IBlobStore, UnsyncedBlobs>();
        ((UnsyncedBlobs)(object)proxy)._blobs = blobs;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        // The shipped models stay whole: without them no node would live long enough to lose anything.
        if (targetMethod!.Name == nameof(IBlobStore.CreateAsync) && !((string)args![0]!).StartsWith(Models, StringComparison.Ordinal))
            return Keep((string)args![0]!, ((ReadOnlyMemory<byte>)args[1]!).ToArray());
        if (args!.Length > 0 && args[0] is string name && _unwritten.TryGetValue(name, out byte[]? content))
        {
            switch (targetMethod.Name)
            {
                case nameof(IBlobStore.ReadAsync):
                    var destination = (Memory<byte>)args[2]!;
                    content.AsMemory((int)(long)args[1]!, destination.Length).CopyTo(destination);
                    return ValueTask.CompletedTask;
                case nameof(IBlobStore.OpenReadAsync):
                    return Task.FromResult<Stream>(new MemoryStream(content, writable: false) { Position = (long)args[1]! });
            }
        }

        return targetMethod.Invoke(_blobs, BindingFlags.DoNotWrapExceptions, null, args, null);
    }

    private Task Keep(string name, byte[] content)
    {
        _unwritten[name] = content;
        _ = WriteBackAsync(name, content);
        return Task.CompletedTask;
    }

    private async Task WriteBackAsync(string name, byte[] content)
    {
        await Task.Delay(WriteBack);
        await _blobs.CreateAsync(name, content, CancellationToken.None);
        _unwritten.TryRemove(name, out _);
    }
}
#endif
