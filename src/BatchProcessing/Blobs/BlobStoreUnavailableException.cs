namespace BatchProcessing.Blobs;

/// <summary>
/// The storage of blobs cannot be reached or does not serve: an outage that concerns every blob, never a fault of one.
/// </summary>
/// <param name="message">What was asked, and what came of it.</param>
/// <param name="innerException">The fault as the storage gave it.</param>
public sealed class BlobStoreUnavailableException(string message, Exception innerException) : IOException(message, innerException);
