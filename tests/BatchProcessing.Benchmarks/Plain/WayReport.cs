using System.Globalization;

namespace BatchProcessing.Benchmarks.Plain;

/// <summary>One row of the comparison.</summary>
internal sealed record WayReport
{
    /// <summary>Head of the Markdown table.</summary>
    public const string Header = """
        | | documents | documents/s | processor seconds | documents a processor second | analyses | durable: `kill -9` in the middle |
        |---|---|---|---|---|---|---|
        """;

    /// <summary>How the documents were worked on.</summary>
    public required string Way { get; init; }

    /// <summary>How many.</summary>
    public required int Documents { get; init; }

    /// <summary>End to end, of wall clock.</summary>
    public required double DocsPerS { get; init; }

    /// <summary>Processor time of all processes that took part.</summary>
    public required double ProcessorS { get; init; }

    /// <summary>Documents over <see cref="ProcessorS"/>: compares when other programs share the machine.</summary>
    public required double DocsPerProcessorS { get; init; }

    /// <summary>What was found out about each document.</summary>
    public required string Analyses { get; init; }

    /// <summary>Whether no document is lost when the process is killed.</summary>
    public required bool Durable { get; init; }

    /// <summary>What a kill in the middle does.</summary>
    public required string Killed { get; init; }

    /// <summary>Puts a row together, rounded for reading.</summary>
    public static WayReport Of(string way, Timing timing, string analyses, bool durable, string killed) => new()
    {
        Way = way,
        Documents = timing.Documents,
        DocsPerS = Math.Round(timing.Documents / timing.Elapsed.TotalSeconds),
        ProcessorS = Math.Round(timing.ProcessorTime.TotalSeconds, 2),
        DocsPerProcessorS = Math.Round(timing.Documents / timing.ProcessorTime.TotalSeconds),
        Analyses = analyses,
        Durable = durable,
        Killed = killed,
    };

    /// <summary>The row of the Markdown table.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"| {Way} | {Documents:N0} | {DocsPerS:N0} | {ProcessorS:F1} | {DocsPerProcessorS:N0} | {Analyses} | {(Durable ? "yes" : "no")}: {Killed} |");
}
