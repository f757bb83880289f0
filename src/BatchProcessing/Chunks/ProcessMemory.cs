using System.Runtime;

namespace BatchProcessing.Chunks;

/// <summary>The memory of this very process.</summary>
public sealed class ProcessMemory : IProcessMemory
{
    /// <inheritdoc/>
    public long WorkingSet => Environment.WorkingSet;

    /// <inheritdoc/>
    public void Trim()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
