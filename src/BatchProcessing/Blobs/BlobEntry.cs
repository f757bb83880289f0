namespace BatchProcessing.Blobs;

/// <summary>A blob as a listing shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="LastModified">When it was written, on the clock of the storage.</param>
public sealed record BlobEntry(string Name, long Length, DateTimeOffset LastModified);
