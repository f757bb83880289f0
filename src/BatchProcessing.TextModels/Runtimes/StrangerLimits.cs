namespace BatchProcessing.TextModels.Runtimes;

/// <summary>What a model file of somebody who is not trusted may be.</summary>
/// <param name="MaxUnpackedBytes">Bytes that a packed file may unpack to.</param>
/// <param name="MaxRatio">How many times larger than its packed form a part of it may become.</param>
/// <param name="MaxParts">Parts of a packed file.</param>
/// <param name="MaxMemory">Bytes that its weights may take in memory.</param>
public sealed record StrangerLimits(long MaxUnpackedBytes, int MaxRatio, int MaxParts, long MaxMemory);
