using System.CommandLine;
using BatchProcessing.Cli.Training;
using BatchProcessing.TextModels.Training;

namespace BatchProcessing.Benchmarks.Accuracy;

/// <summary><c>assemble</c>: makes one training file from several labelled sets and the project's own texts.</summary>
internal static class AssembleCommand
{
    private const string Any = "*";
    private static readonly Option<string> Data = new("--data") { DefaultValueFactory = _ => "../shared/data", Description = "Folder of the labelled sets." };
    private static readonly Option<string> Labels = new("--labels") { Required = true, Description = "Mapping file: CSV with set,label,model_label,max_rows." };
    private static readonly Option<string?> Texts = new("--texts") { Description = "The project's own texts to add: CSV with file,label,language,train_copies,dev_copies." };
    private static readonly Option<string> Part = new("--part") { DefaultValueFactory = _ => "train", Description = "train or dev; sets without a dev part add nothing to it." };
    private static readonly Option<string> Out = new("--out") { Required = true, Description = "CSV file to write, gzip-compressed." };

    public static Command Create()
    {
        var command = new Command("assemble", "Makes one training file from several labelled sets.") { Data, Labels, Texts, Part, Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string part = arguments.GetRequiredValue(Part);
        using var output = new TrainingFileWriter(arguments.GetRequiredValue(Out));
        foreach (IGrouping<string, LabelMapping> set in LabelMapping.Read(arguments.GetRequiredValue(Labels)).GroupBy(mapping => mapping.Set))
        {
            string path = Path.Combine(arguments.GetRequiredValue(Data), set.Key, part + ".csv.gz");
            if (File.Exists(path))
                output.WriteAll(Map(LabeledCsvFile.Read(path), set));
        }
        if (arguments.GetValue(Texts) is { } texts)
            output.WriteAll(OwnTexts.Read(texts).SelectMany(source => source.Rows(part == "dev")));
        return 0;
    }

    private static IEnumerable<LabeledText> Map(IEnumerable<LabeledText> rows, IEnumerable<LabelMapping> mappings)
    {
        Dictionary<string, LabelMapping> byLabel = mappings.ToDictionary(mapping => mapping.Label, StringComparer.Ordinal);
        var taken = new Dictionary<LabelMapping, int>();
        foreach (LabeledText row in rows)
        {
            if (!byLabel.TryGetValue(row.Label, out LabelMapping? mapping) && !byLabel.TryGetValue(Any, out mapping))
                continue;
            int count = taken[mapping] = taken.GetValueOrDefault(mapping) + 1;
            if (count <= (mapping.MaxRows ?? int.MaxValue))
                yield return row with { Label = mapping.ModelLabel == Any ? row.Label : mapping.ModelLabel };
        }
    }
}
