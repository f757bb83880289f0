using System.Text.Json;
using BatchProcessing.Analyses;
using BatchProcessing.Batches;
using BatchProcessing.Documents;
using BatchProcessing.Server.Api.Problems;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>The options of an upload, from the query and from form fields before the first file.</summary>
internal sealed class UploadFields
{
    private const int MaxNameCharacters = 200;
    private const int MaxMetadataCharacters = 16 << 10;

    private static readonly string[] Known = ["name", "analyses", "idColumn", "textColumn", "delimiter", "onInvalid", "metadata"];

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public static UploadFields FromQuery(IQueryCollection query)
    {
        var fields = new UploadFields();
        foreach (var (key, value) in query) fields.Add(key, value.ToString());
        return fields;
    }

    public void Add(string key, string value)
    {
        if (!Known.Contains(key, StringComparer.OrdinalIgnoreCase))
            throw Invalid($"There is no option '{Shorten(key)}'; the options are {string.Join(", ", Known)}.");
        if (!_values.TryAdd(key, value)) throw Invalid($"The option '{key}' is given twice.");
    }

    public TableOptions ToTable()
    {
        var table = new TableOptions { Delimiter = Delimiter() };
        if (Value("idColumn") is { } id) table = table with { IdColumn = id };
        if (Value("textColumn") is { } text) table = table with { TextColumn = text };
        return table;
    }

    public BatchRequest ToRequest(string tenantId, AnalysisCatalog catalog)
    {
        string[] analyses = Analyses();
        return new BatchRequest
        {
            TenantId = tenantId,
            Name = Limited("name", MaxNameCharacters),
            Analyses = analyses,
            Models = catalog.Pin(analyses),
            Metadata = Metadata(),
            FailOnInvalid = FailOnInvalid(),
        };
    }

    private string[] Analyses()
    {
        if (Value("analyses") is not { } list) return [.. AnalysisCatalog.Names];
        string[] asked = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (asked.FirstOrDefault(a => !AnalysisCatalog.Names.Contains(a)) is { } unknown)
            throw Invalid($"analyses: '{Shorten(unknown)}' is no analysis; there are {string.Join(", ", AnalysisCatalog.Names)}.");
        if (asked.Length == 0) throw Invalid("analyses: name at least one analysis.");
        return [.. AnalysisCatalog.Names.Where(asked.Contains)];
    }

    private bool FailOnInvalid() => Value("onInvalid") switch
    {
        null or "skip" => false,
        "fail" => true,
        var other => throw Invalid($"onInvalid is '{Shorten(other)}' but must be 'fail' or 'skip'."),
    };

    private char? Delimiter() => Value("delimiter") switch
    {
        null => null,
        "tab" or "\t" => '\t',
        [var c and (',' or ';' or '|')] => c,
        var other => throw Invalid($"delimiter is '{Shorten(other)}' but must be a comma, a semicolon, a bar or 'tab'."),
    };

    private string? Metadata()
    {
        if (Limited("metadata", MaxMetadataCharacters) is not { } text) return null;
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind == JsonValueKind.Object) return JsonSerializer.Serialize(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // told below
        }

        throw Invalid("metadata is not a JSON object.");
    }

    private string? Limited(string key, int maxCharacters)
    {
        string? value = Value(key);
        if (value?.Length > maxCharacters)
            throw Invalid($"{key} has {value.Length} characters, more than {maxCharacters}.");
        return value;
    }

    private string? Value(string key) => _values.TryGetValue(key, out string? value) && value.Length > 0 ? value : null;

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static UploadRejectedException Invalid(string message) => new(ProblemType.Validation, message);
}
