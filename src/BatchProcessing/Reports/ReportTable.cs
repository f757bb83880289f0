using System.Globalization;
using BatchProcessing.Chunks;
using CsvHelper;

namespace BatchProcessing.Reports;

/// <summary>
/// A report as one table, a row a figure: <c>section,name,detail,count,value,text</c>. Cells that a spreadsheet would run as
/// a formula are escaped.
/// </summary>
public static class ReportTable
{
    private static readonly string[] Head = ["section", "name", "detail", "count", "value", "text"];

    /// <summary>Writes the table as UTF-8.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Gets the table.</param>
    public static void Write(BatchReport report, Stream output)
    {
        using var csv = CsvWriter.Create(output, new CsvWriterOptions { Injection = CsvInjection.Escape, NewLine = "\r\n" }, leaveOpen: true);
        Row(csv, Head);
        foreach ((string name, string? text) in About(report)) Row(csv, "batch", name, "", "", "", text);
        foreach (ReportCount c in report.Documents) Row(csv, "documents", c);
        foreach (ReportAnalysis analysis in report.Analyses) WriteAnalysis(csv, analysis);
        foreach (ReportCategory category in report.SentimentByCategory)
        {
            foreach (ReportCount c in category.Sentiments) Row(csv, "sentiment-by-category", category.Category, c.Name, Text(c.Count), Text(c.Share));
        }

        foreach (ReportCount c in report.Errors) Row(csv, "errors", c);
        foreach (FailedDocument d in report.FailedDocuments) Row(csv, "failed-document", d.Id, d.Code, Text(d.Ordinal), Text(d.Line), d.Message);
        foreach (SlowChunk c in report.SlowestChunks) Row(csv, "slowest-chunk", Text(c.FirstOrdinal), Text(c.Attempts), Text(c.Documents), Text(c.Seconds));
        csv.Flush();
    }

    private static IEnumerable<(string Name, string? Text)> About(BatchReport report) =>
    [
        ("id", report.BatchId.ToString()), ("name", report.Name), ("status", report.Status), ("outcome", report.Outcome),
        ("stop-reason", report.StopReason), ("run", Text(report.Run)), ("created-at", Text(report.Times.CreatedAt)),
        ("started-at", Text(report.Times.StartedAt)), ("ended-at", Text(report.Times.EndedAt)), ("seconds", Text(report.Times.Seconds)),
        ("documents-per-second", Text(report.Times.DocumentsPerSecond)),
    ];

    private static void WriteAnalysis(CsvWriter csv, ReportAnalysis analysis)
    {
        foreach (ReportCount c in analysis.Labels) Row(csv, "labels", analysis.Name, c.Name, Text(c.Count), Text(c.Share));
        Row(csv, "without-label", analysis.Name, "", Text(analysis.WithoutLabel));
        Row(csv, "mean-confidence", analysis.Name, "", "", Text(analysis.MeanConfidence));
        foreach (ConfidenceBand b in analysis.Confidence)
            Row(csv, "confidence", analysis.Name, $"{Text(b.From)}-{Text(b.To)}", Text(b.Count), Text(b.Share));
    }

    private static void Row(CsvWriter csv, string section, ReportCount count) =>
        Row(csv, section, count.Name, "", Text(count.Count), Text(count.Share));

    private static void Row(CsvWriter csv, params ReadOnlySpan<string?> cells)
    {
        for (int i = 0; i < Head.Length; i++) csv.WriteField(SpreadsheetCell.Escape(i < cells.Length ? cells[i] ?? "" : ""));
        csv.EndRecord();
    }

    private static string Text(IFormattable? value) => value switch
    {
        null => "",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        _ => value.ToString(null, CultureInfo.InvariantCulture),
    };
}
