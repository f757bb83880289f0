using BatchProcessing.Chunks;

namespace BatchProcessing.Suspects;

/// <summary>A part of a chunk that becomes a chunk of its own, or the chunk as a whole.</summary>
/// <param name="Chunk">Its documents and where their lines are.</param>
/// <param name="Faults">What is known against it.</param>
/// <param name="Previous">Its share of what earlier runs left, or null.</param>
public sealed record ChunkPart(Chunk Chunk, ChunkFaults Faults, PreviousResult? Previous);
