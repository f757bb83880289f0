using System.Globalization;
using System.Text.Json;
using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using Microsoft.Extensions.Primitives;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>What the options of an upload ask for.</summary>
/// <param name="fields">The options.</param>
internal sealed class BatchOptions(OptionFields fields)
{
    private const int MaxNameCharacters = 200;
    // Answers nest it, and what reads them stops at 64.
    private const int MaxMetadataDepth = 32;
    private const int MaxMetadataCharacters = 16 << 10;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The names of all options.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "name", "analyses", "idColumn", "textColumn", "delimiter", "onInvalid", "metadata",
        "maxFailureRatio", "after", "afterOutcome", "startAt", "webhookUrl",
        .. AnalysisCatalog.Names.Select(ModelOption),
    ];

    /// <summary>The options, to be added to: from the query first, then from the form.</summary>
    public OptionFields Fields => fields;

    public static BatchOptions FromQuery(IQueryCollection query)
    {
        var fields = new OptionFields(Known);
        foreach ((string key, StringValues values) in query)
        {
            foreach (string? value in values) fields.Add(key, value ?? "");
        }

        return new BatchOptions(fields);
    }

    public TableOptions ToTable()
    {
        var table = new TableOptions { Delimiter = Delimiter() };
        if (fields.Value("idColumn", OptionFields.MaxColumnCharacters) is { } id) table = table with { IdColumn = id };
        if (fields.Value("textColumn", OptionFields.MaxColumnCharacters) is { } text) table = table with { TextColumn = text };
        return table;
    }

    public async Task<BatchRequest> ToRequestAsync(string tenantId, AnalysisCatalog catalog, CancellationToken cancellationToken) => new()
    {
        TenantId = tenantId,
        Name = fields.Value("name", MaxNameCharacters),
        Models = await catalog.PinAsync(tenantId, Analyses(), ChosenModels(), cancellationToken),
        Metadata = Metadata(),
        FailOnInvalid = FailOnInvalid(),
        MaxFailureRatio = MaxFailureRatio(),
        WebhookUrl = fields.Value("webhookUrl"),
        StartCondition = StartCondition(),
    };

    private static string ModelOption(string analysis) => analysis + "Model";

    private Dictionary<string, string> ChosenModels() => AnalysisCatalog.Names
        .Where(a => fields.Value(ModelOption(a)) is not null)
        .ToDictionary(a => a, a => fields.Value(ModelOption(a), MaxNameCharacters)!, StringComparer.Ordinal);

    private IReadOnlyList<string> Analyses()
    {
        if (fields.Value("analyses") is not { } list) return AnalysisCatalog.Default;
        string[] asked = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (asked.FirstOrDefault(a => !AnalysisCatalog.Names.Contains(a)) is { } unknown)
            throw OptionFields.Invalid($"analyses: '{OptionFields.Shorten(unknown)}' is no analysis; there are {string.Join(", ", AnalysisCatalog.Names)}.");
        if (asked.Length == 0) throw OptionFields.Invalid("analyses: name at least one analysis.");
        return [.. AnalysisCatalog.Names.Where(asked.Contains)];
    }

    private bool FailOnInvalid() => fields.Value("onInvalid") switch
    {
        null or "skip" => false,
        "fail" => true,
        var other => throw OptionFields.Invalid($"onInvalid is '{OptionFields.Shorten(other)}' but must be 'fail' or 'skip'."),
    };

    private char? Delimiter() => fields.Value("delimiter") switch
    {
        null => null,
        "tab" or "\t" => '\t',
        [var c and (',' or ';' or '|')] => c,
        var other => throw OptionFields.Invalid($"delimiter is '{OptionFields.Shorten(other)}' but must be a comma, a semicolon, a bar or 'tab'."),
    };

    private double? MaxFailureRatio()
    {
        if (fields.Value("maxFailureRatio") is not { } text) return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double ratio) && ratio is >= 0 and <= 1
            ? ratio
            : throw OptionFields.Invalid($"maxFailureRatio is '{OptionFields.Shorten(text)}' but must be 0 to 1.");
    }

    private StartCondition? StartCondition()
    {
        Guid? after = After();
        DateTimeOffset? startAt = StartAt();
        PredecessorOutcome outcome = fields.Value("afterOutcome") switch
        {
            null or "completed" => PredecessorOutcome.Completed,
            "any" => PredecessorOutcome.Any,
            var other => throw OptionFields.Invalid($"afterOutcome is '{OptionFields.Shorten(other)}' but must be 'completed' or 'any'."),
        };
        if (after is null && fields.Value("afterOutcome") is not null) throw OptionFields.Invalid("afterOutcome needs the option after.");
        return after is null && startAt is null ? null : new StartCondition(after, outcome, startAt);
    }

    private Guid? After()
    {
        if (fields.Value("after") is not { } text) return null;
        return Guid.TryParse(text, out Guid id)
            ? id
            : throw OptionFields.Invalid($"after is '{OptionFields.Shorten(text)}' but must be the id of a batch.");
    }

    private DateTimeOffset? StartAt()
    {
        if (fields.Value("startAt") is not { } text) return null;
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, Utc, out DateTimeOffset time)
            ? time
            : throw OptionFields.Invalid($"startAt is '{OptionFields.Shorten(text)}' but must be a time as 2026-01-31T18:30:00Z.");
    }

    private string? Metadata()
    {
        if (fields.Value("metadata", MaxMetadataCharacters) is not { } text) return null;
        try
        {
            using JsonDocument json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxMetadataDepth });
            if (json.RootElement.ValueKind == JsonValueKind.Object) return JsonSerializer.Serialize(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // told below
        }

        throw OptionFields.Invalid($"metadata is not a JSON object of at most {MaxMetadataDepth} levels.");
    }
}
