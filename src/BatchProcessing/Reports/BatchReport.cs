namespace BatchProcessing.Reports;

/// <summary>What a person wants to know of an ended batch. Shares are parts of 1 with four decimals, times are seconds.</summary>
public sealed record BatchReport
{
    /// <summary>The batch.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The caller's own name for it.</summary>
    public string? Name { get; init; }

    /// <summary>completed, cancelled or failed.</summary>
    public required string Status { get; init; }

    /// <summary>succeeded, partially_succeeded or failed.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why the service itself stopped it.</summary>
    public string? StopReason { get; init; }

    /// <summary>The run that is reported.</summary>
    public required int Run { get; init; }

    /// <summary>Documents by what became of them: succeeded, failed, not-processed; all three are always there.</summary>
    public required IReadOnlyList<ReportCount> Documents { get; init; }

    /// <summary>When what happened.</summary>
    public required ReportTimes Times { get; init; }

    /// <summary>What each analysis found, in the order of the result line.</summary>
    public required IReadOnlyList<ReportAnalysis> Analyses { get; init; }

    /// <summary>Sentiments of the documents of each category, the largest category first; empty unless both were asked for.</summary>
    public required IReadOnlyList<ReportCategory> SentimentByCategory { get; init; }

    /// <summary>Failed documents by error code, the most frequent first.</summary>
    public required IReadOnlyList<ReportCount> Errors { get; init; }

    /// <summary>The first failed documents, in the order of the input; <c>errors</c> has all of them.</summary>
    public required IReadOnlyList<FailedDocument> FailedDocuments { get; init; }

    /// <summary>The chunks that took longest from their last claim to their end.</summary>
    public required IReadOnlyList<SlowChunk> SlowestChunks { get; init; }
}

/// <summary>How many documents have something.</summary>
/// <param name="Name">What they have.</param>
/// <param name="Count">How many.</param>
/// <param name="Share">Of all that could have it.</param>
public sealed record ReportCount(string Name, long Count, double Share);

/// <summary>What an analysis found.</summary>
/// <param name="Name">The analysis.</param>
/// <param name="Labels">Its labels, the most frequent first; shares are of the documents with a label.</param>
/// <param name="WithoutLabel">Documents that it gave none, such as texts in a language it does not know.</param>
/// <param name="MeanConfidence">Over the documents with a label; null when there are none.</param>
/// <param name="Confidence">Documents by confidence, in ascending bands: from (inclusive) to (exclusive, but the last).</param>
public sealed record ReportAnalysis(
    string Name, IReadOnlyList<ReportCount> Labels, long WithoutLabel, double? MeanConfidence, IReadOnlyList<ConfidenceBand> Confidence);

/// <summary>Documents whose confidence lies in a band.</summary>
/// <param name="From">From this confidence on.</param>
/// <param name="To">Below this one; the last band includes 1.</param>
/// <param name="Count">How many.</param>
/// <param name="Share">Of the documents with a label.</param>
public sealed record ConfidenceBand(double From, double To, long Count, double Share);

/// <summary>The sentiments of one category.</summary>
/// <param name="Category">The label of the classification.</param>
/// <param name="Count">Its documents that have a sentiment.</param>
/// <param name="Sentiments">Their sentiments, the most frequent first.</param>
public sealed record ReportCategory(string Category, long Count, IReadOnlyList<ReportCount> Sentiments);

/// <summary>A document that failed.</summary>
/// <param name="Ordinal">Its 0-based place in the input.</param>
/// <param name="Id">Its id.</param>
/// <param name="File">The file it came from, of a multipart upload.</param>
/// <param name="Line">The line of its table on which it starts.</param>
/// <param name="Code">A stable code.</param>
/// <param name="Message">A message for people.</param>
public sealed record FailedDocument(long Ordinal, string Id, string? File, long? Line, string Code, string Message);

/// <summary>A chunk that took long.</summary>
/// <param name="FirstOrdinal">The first of its documents.</param>
/// <param name="Documents">How many it has.</param>
/// <param name="Seconds">From its last claim to its end.</param>
/// <param name="Attempts">How often it was claimed in this run.</param>
public sealed record SlowChunk(long FirstOrdinal, int Documents, double Seconds, int Attempts);

/// <summary>When what happened in this run.</summary>
/// <param name="CreatedAt">The upload was accepted.</param>
/// <param name="StartedAt">The first chunk was claimed; null when none was.</param>
/// <param name="EndedAt">The batch ended.</param>
/// <param name="Seconds">From the first claim to the end.</param>
/// <param name="DocumentsPerSecond">Documents ended a second between the two, those of earlier runs not counted.</param>
public sealed record ReportTimes(
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset EndedAt, double? Seconds, double? DocumentsPerSecond);
