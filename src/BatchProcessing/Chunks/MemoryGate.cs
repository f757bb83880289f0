using Microsoft.Extensions.Options;

namespace BatchProcessing.Chunks;

/// <summary>Closed while the process holds more memory than it may: no chunk is claimed until it falls.</summary>
/// <param name="options">Gives the threshold.</param>
public sealed class MemoryGate(IOptions<ChunkOptions> options)
{
    /// <summary>Whether chunks may be claimed.</summary>
    public bool IsOpen => Environment.WorkingSet <= (long)options.Value.MemoryThresholdMb << 20;
}
