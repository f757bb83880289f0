using CsvHelper;

namespace BatchProcessing.Benchmarks.Accuracy;

/// <summary>One line of a mapping file: which rows of which labelled set become which label of a model.</summary>
/// <param name="Set">Folder of the set.</param>
/// <param name="Label">Label in the set; <c>*</c> is any label not named by another line.</param>
/// <param name="ModelLabel">Label in the model; <c>*</c> keeps the set's label.</param>
/// <param name="MaxRows">Most rows of this label to take, in the order of the file; null for all.</param>
internal sealed record LabelMapping(string Set, string Label, string ModelLabel, int? MaxRows)
{
    /// <summary>Reads a CSV file with the columns <c>set,label,model_label,max_rows</c>.</summary>
    public static IReadOnlyList<LabelMapping> Read(string path)
    {
        var mappings = new List<LabelMapping>();
        using CsvReader csv = CsvReader.Create(File.OpenRead(path), new CsvReaderOptions { Separator = ',' });
        while (csv.Read())
        {
            int? maxRows = csv.IsEmpty(csv.GetFieldIndex("max_rows")) ? null : csv.Parse<int>("max_rows");
            mappings.Add(new LabelMapping(csv.GetString("set"), csv.GetString("label"), csv.GetString("model_label"), maxRows));
        }
        return mappings;
    }
}
