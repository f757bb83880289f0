using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.TextModels;

/// <summary>A trained pipeline from one text to a label and scores: which columns hold what, checked once.</summary>
internal sealed class TextPipeline
{
    private const string UsualInput = "Text";
    private const string UsualLabel = "PredictedLabel";
    private const string UsualScore = "Score";
    private const string Probability = "Probability";

    private const int MaxLabels = 65_536;

    private readonly string _name;
    private readonly ITransformer _transformer;
    private readonly DataViewSchema _schema;

    /// <param name="name">What messages call the model.</param>
    /// <param name="transformer">The pipeline.</param>
    /// <param name="schema">The schema it was saved with, if it was.</param>
    /// <param name="columns">The columns that were named; null ones are looked for.</param>
    /// <exception cref="InvalidModelFileException">It is no classifier of single texts.</exception>
    public TextPipeline(string name, ITransformer transformer, DataViewSchema? schema, TextModelColumns columns)
    {
        (_name, _transformer, _schema) = (name, transformer, schema ?? TextOnly(columns.Input ?? UsualInput));
        if (!transformer.IsRowToRowMapper) throw Fault("its pipeline does not give one row for each row.");
        IRowToRowMapper mapper = CreateMapper();
        Label = Find(mapper.OutputSchema, columns.Label ?? UsualLabel);
        Score = FindScore(mapper.OutputSchema, columns.Score);
        Input = FindInput(mapper, columns.Input);
        Labels = SlotLabels.Of(Score, Label) is { Length: > 0 } labels && labels.Distinct(StringComparer.Ordinal).Count() == labels.Length
            ? labels
            : throw Fault($"its column '{Score.Name}' ({Score.Type}) has no name for each label; train on labels that MapValueToKey made keys of.");
    }

    /// <summary>The column that takes the text.</summary>
    public DataViewSchema.Column Input { get; }

    /// <summary>The column with the label that is given.</summary>
    public DataViewSchema.Column Label { get; }

    /// <summary>The column with a score for each label, or the one of two labels.</summary>
    public DataViewSchema.Column Score { get; }

    /// <summary>The labels, in the order of the scores.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The columns that a row must have.</summary>
    public DataViewSchema InputSchema => _schema;

    /// <summary>Refuses a pipeline whose weights would take more memory than they may: a predictor unfolds them, one for each label and feature.</summary>
    /// <exception cref="InvalidModelFileException">They would.</exception>
    public void CheckSize(long maxMemory)
    {
        long widest = CreateMapper().OutputSchema.Select(c => c.Type is VectorDataViewType vector ? (long)vector.Size : 1).Max();
        if (widest * Labels.Count * sizeof(float) > maxMemory)
            throw Fault($"its {Labels.Count} labels with {widest} features take more than {maxMemory} bytes.");
    }

    /// <summary>A mapper with buffers of its own.</summary>
    public IRowToRowMapper CreateMapper()
    {
        try
        {
            return _transformer.GetRowToRowMapper(_schema);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw Fault(e.Message);
        }
    }

    private DataViewSchema.Column FindScore(DataViewSchema schema, string? name)
    {
        DataViewSchema.Column score = Find(schema, name ?? UsualScore);
        if (name is null && score.Type is NumberDataViewType && schema.GetColumnOrNull(Probability) is { } probability) score = probability;
        bool isVector = score.Type is VectorDataViewType { Size: > 0 } vector && vector.ItemType == NumberDataViewType.Single;
        if (score.Type is VectorDataViewType { Size: > MaxLabels } many) throw Fault($"it has {many.Size} scores, more than {MaxLabels}.");
        return isVector || score.Type == NumberDataViewType.Single
            ? score
            : throw Fault($"its column '{score.Name}' is {score.Type}, neither a vector of scores nor one score.");
    }

    /// <summary>The named column, else the one that label and scores depend on.</summary>
    private DataViewSchema.Column FindInput(IRowToRowMapper mapper, string? name)
    {
        List<DataViewSchema.Column> needed = [.. mapper.GetDependencies([Label, Score])];
        DataViewSchema.Column input = name is not null ? Find(_schema, name)
            : needed is [var only] ? only
            : throw Fault($"it needs {needed.Count} columns ({string.Join(", ", needed.Select(c => c.Name))}), and a document has one text.");
        if (input.Type is not TextDataViewType) throw Fault($"its column '{input.Name}' is {input.Type}, not text.");
        if (needed.Where(c => c.Index != input.Index).ToList() is { Count: > 0 } others)
            throw Fault($"it needs more than the text in '{input.Name}': {string.Join(", ", others.Select(c => c.Name))}.");
        return input;
    }

    private DataViewSchema.Column Find(DataViewSchema schema, string name) =>
        schema.GetColumnOrNull(name) ?? throw Fault($"it has no column '{name}', but {Names(schema)}.");

    private InvalidModelFileException Fault(string reason) => new($"{_name} cannot classify texts: {reason}");

    private static string Names(DataViewSchema schema) =>
        string.Join(", ", schema.Where(c => !c.IsHidden).Select(c => $"{c.Name} ({c.Type})"));

    private static DataViewSchema TextOnly(string name)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(name, TextDataViewType.Instance);
        return builder.ToSchema();
    }
}
