using BatchProcessing.Analyses;

namespace BatchProcessing.Chunks;

/// <summary>The text of one document of a chunk in memory: what the batch processor takes.</summary>
/// <param name="Scratch">The chunk it belongs to.</param>
/// <param name="Index">Its place among the sound documents of the chunk.</param>
internal readonly record struct DocumentText(ChunkScratch Scratch, int Index);

/// <summary>Where the predictions of one document stand in its chunk's scratch: what the batch processor gives.</summary>
/// <param name="Index">Its place among the sound documents of the chunk.</param>
internal readonly record struct DocumentScores(int Index);
