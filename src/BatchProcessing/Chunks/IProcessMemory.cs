namespace BatchProcessing.Chunks;

/// <summary>The memory of this process as the system counts it.</summary>
public interface IProcessMemory
{
    /// <summary>Bytes that the process holds, used or not.</summary>
    long WorkingSet { get; }

    /// <summary>Gives back to the system what is held and not used. Takes long: everything stands still meanwhile.</summary>
    void Trim();
}
