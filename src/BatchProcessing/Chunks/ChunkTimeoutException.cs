using BatchProcessing.Suspects;

namespace BatchProcessing.Chunks;

/// <summary>A chunk took longer than a chunk may.</summary>
/// <param name="place">Where its worker was then: an ordinal or a negative place of <see cref="Breadcrumb"/>.</param>
/// <param name="cause">What ended the work.</param>
internal sealed class ChunkTimeoutException(long place, Exception cause) : Exception("The chunk took too long.", cause)
{
    /// <summary>Where its worker was then: an ordinal or a negative place of <see cref="Breadcrumb"/>.</summary>
    public long Place { get; } = place;
}
