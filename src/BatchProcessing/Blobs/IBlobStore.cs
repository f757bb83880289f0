using BatchProcessing.Outages;

namespace BatchProcessing.Blobs;

/// <summary>
/// Create-once blobs. A name is lower-case letters, digits, <c>-</c>, <c>.</c> and <c>/</c>, made by us, never by a
/// caller. There is no append and no overwrite, so an object store can stand behind it. Every operation throws
/// <see cref="OutageException"/> while the storage as a whole does not serve.
/// </summary>
public interface IBlobStore
{
    /// <summary>Writes a new blob; when the task ends its bytes are on stable storage.</summary>
    /// <exception cref="IOException">The name exists already, or the storage failed.</exception>
    Task CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Makes the names created below <paramref name="folder"/> durable; called once before a commit names them.</summary>
    Task SealFolderAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/> of a blob.</summary>
    /// <exception cref="FileNotFoundException">There is no such blob.</exception>
    /// <exception cref="EndOfStreamException">The blob is shorter.</exception>
    ValueTask ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>Opens a blob for reading forward from an offset within it.</summary>
    /// <exception cref="FileNotFoundException">There is no such blob.</exception>
    Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken);

    /// <summary>Deletes every blob below <paramref name="folder"/>; nothing happens when there is none.</summary>
    Task DeleteFolderAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Deletes one blob; nothing happens when there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    /// <summary>Ends when the storage can be reached and read; throws otherwise.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    Task ProbeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Lists every blob below <paramref name="folder"/> (all blobs when it is empty) as it goes, the blobs of one folder
    /// one after the other. What is created or deleted meanwhile may be in the list or not.
    /// </summary>
    IAsyncEnumerable<BlobEntry> ListAsync(string folder, CancellationToken cancellationToken);
}
