using System.Text.Json;
using BatchProcessing.Analyses;

namespace BatchProcessing.Reports;

/// <summary>Counts what stands in result lines, one line after the other; allocates for failed documents and new labels alone.</summary>
internal sealed class ResultTally
{
    /// <summary>Failed documents that are kept as examples.</summary>
    public const int MaxFailed = 100;

    private readonly LabelTally[] _analyses;
    private readonly LabelTally? _category;
    private readonly LabelTally? _sentiment;
    private readonly Dictionary<(int Category, int Sentiment), long> _both = [];
    private readonly List<FailedDocument> _failed = [];

    /// <param name="analyses">The analyses of the batch.</param>
    public ResultTally(IEnumerable<string> analyses)
    {
        _analyses = [.. analyses.Select(a => new LabelTally(a))];
        _category = _analyses.SingleOrDefault(a => a.Name == AnalysisCatalog.Classification);
        _sentiment = _analyses.SingleOrDefault(a => a.Name == SentimentAnalysis.AnalysisName);
    }

    public IReadOnlyList<FailedDocument> Failed => _failed;

    public IReadOnlyList<ReportAnalysis> Analyses => [.. _analyses.Select(a => a.ToReport())];

    public IReadOnlyList<ReportCategory> SentimentByCategory => _category is null || _sentiment is null ? [] :
    [
        .. _both.GroupBy(c => c.Key.Category).Select(g => ToCategory(g.Key, [.. g])).OrderByDescending(c => c.Count).ThenBy(c => c.Category, StringComparer.Ordinal),
    ];

    /// <summary>Counts lines, each with its line feed.</summary>
    public void Add(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            int end = lines.IndexOf((byte)'\n');
            AddLine(lines[..end]);
            lines = lines[(end + 1)..];
        }
    }

    private void AddLine(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        json.Read();
        bool isFailed = false;
        foreach (LabelTally analysis in _analyses) analysis.Begin();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            LabelTally? analysis = Find(ref json);
            isFailed |= json.ValueTextEquals("error"u8);
            json.Read();
            if (analysis is null) json.Skip();
            else analysis.Read(ref json);
        }

        if (isFailed) AddFailed(line);
        else if (_category?.Last >= 0 && _sentiment?.Last >= 0) Count(_category.Last, _sentiment.Last);
    }

    private LabelTally? Find(ref Utf8JsonReader json)
    {
        foreach (LabelTally analysis in _analyses)
        {
            if (json.ValueTextEquals(analysis.Property)) return analysis;
        }

        return null;
    }

    private void Count(int category, int sentiment) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_both, (category, sentiment), out _)++;

    private void AddFailed(ReadOnlySpan<byte> line)
    {
        if (_failed.Count == MaxFailed) return;
        FailedLine document = JsonSerializer.Deserialize<FailedLine>(line, JsonSerializerOptions.Web)!;
        _failed.Add(new FailedDocument(
            document.Ordinal, document.Id, document.File, document.Line, document.Error.Code, document.Error.Message));
    }

    private ReportCategory ToCategory(int category, KeyValuePair<(int Category, int Sentiment), long>[] counts)
    {
        long total = counts.Sum(c => c.Value);
        return new ReportCategory(_category!.NameOf(category), total, Shares.Of(counts.Select(c => (_sentiment!.NameOf(c.Key.Sentiment), c.Value)), total));
    }

    private sealed record FailedLine(long Ordinal, string Id, string? File, long? Line, FailedLineError Error);

    private sealed record FailedLineError(string Code, string Message);
}
