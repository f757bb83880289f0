using BatchProcessing.Chunks;
using BatchProcessing.Suspects;

namespace BatchProcessing.Server.Storage;

/// <summary>A row of the table <c>chunks</c> as the driver gives it.</summary>
internal class ChunkRow
{
    public const string Columns =
        "first_ordinal AS FirstOrdinal, document_count AS DocumentCount, input_blob AS InputBlob, "
        + "input_offset AS InputOffset, input_length AS InputLength, state, attempt, fence, succeeded, failed, "
        + "result_blob AS ResultBlob, result_length AS ResultLength, result_hash AS ResultHash, "
        + "previous_blob AS PreviousBlob, previous_length AS PreviousLength, previous_first AS PreviousFirst, tally, "
        + "is_suspect AS IsSuspect, deaths, losses, timeouts";

    public long FirstOrdinal { get; set; }
    public long DocumentCount { get; set; }
    public string InputBlob { get; set; } = "";
    public long InputOffset { get; set; }
    public long InputLength { get; set; }
    public string State { get; set; } = "";
    public long Attempt { get; set; }
    public long Fence { get; set; }
    public long Succeeded { get; set; }
    public long Failed { get; set; }
    public string? ResultBlob { get; set; }
    public long ResultLength { get; set; }
    public string? ResultHash { get; set; }
    public string? PreviousBlob { get; set; }
    public long PreviousLength { get; set; }
    public long PreviousFirst { get; set; }
    public string Tally { get; set; } = "{}";
    public long IsSuspect { get; set; }
    public long Deaths { get; set; }
    public long Losses { get; set; }
    public long Timeouts { get; set; }

    public Chunk ToChunk() => new()
    {
        FirstOrdinal = FirstOrdinal,
        DocumentCount = (int)DocumentCount,
        InputBlob = InputBlob,
        InputOffset = InputOffset,
        InputLength = (int)InputLength,
    };

    public ChunkLease ToLease(Guid batchId, long run) => new()
    {
        BatchId = batchId,
        Run = (int)run,
        Chunk = ToChunk(),
        Fence = Fence,
        Attempt = (int)Attempt,
        Previous = ToPrevious(),
        Faults = new ChunkFaults(IsSuspect != 0, (int)Deaths, (int)Losses, (int)Timeouts),
    };

    public PreviousResult? ToPrevious() => PreviousBlob is null ? null : new PreviousResult
    {
        Blob = PreviousBlob,
        Length = PreviousLength,
        FirstOrdinal = PreviousFirst,
        Succeeded = (int)Succeeded,
        Tally = BatchProcessing.Batches.Tally.FromJson(Tally),
    };

    public ChunkResult ToResult() =>
        new(ToChunk(), State, ResultBlob, ResultLength, (int)Failed, (int)Succeeded, ResultHash, ToPrevious());
}
