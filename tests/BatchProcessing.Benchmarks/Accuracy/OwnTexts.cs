using BatchProcessing.TextModels.Training;
using CsvHelper;

namespace BatchProcessing.Benchmarks.Accuracy;

/// <summary>One line of a file that names the project's own labelled texts and how often they go into a training file.</summary>
/// <param name="Path">CSV file with the columns <c>text</c>, <c>language</c> and one column for each kind of label.</param>
/// <param name="LabelColumn">Column with the labels; rows without one are left out.</param>
/// <param name="Language">Only texts in this language; null for all.</param>
/// <param name="TrainCopies">How often a text goes into the train part, to weigh few texts against large sets.</param>
/// <param name="DevCopies">How often every tenth text goes into the dev part instead; null keeps all texts in the train part.</param>
internal sealed record OwnTexts(string Path, string LabelColumn, string? Language, int TrainCopies, int? DevCopies)
{
    private const int DevelopmentEvery = 10;
    private static readonly CsvReaderOptions Options = new() { Separator = ',' };

    /// <summary>Reads a CSV file with the columns <c>file,label,language,train_copies,dev_copies</c>; files are relative to it.</summary>
    public static IReadOnlyList<OwnTexts> Read(string path)
    {
        string folder = System.IO.Path.GetDirectoryName(path) ?? "";
        var sources = new List<OwnTexts>();
        using CsvReader csv = CsvReader.Create(File.OpenRead(path), Options);
        while (csv.Read())
        {
            string? language = csv.IsEmpty(csv.GetFieldIndex("language")) ? null : csv.GetString("language");
            int? devCopies = csv.IsEmpty(csv.GetFieldIndex("dev_copies")) ? null : csv.Parse<int>("dev_copies");
            sources.Add(new OwnTexts(
                System.IO.Path.Combine(folder, csv.GetString("file")), csv.GetString("label"), language, csv.Parse<int>("train_copies"), devCopies));
        }
        return sources;
    }

    /// <summary>The rows of one part, each as often as it is to be written.</summary>
    public IEnumerable<LabeledText> Rows(bool isDev)
    {
        int count = 0;
        foreach (LabeledText row in Matching())
        {
            bool isDevRow = DevCopies != null && count++ % DevelopmentEvery == 0;
            if (isDevRow != isDev)
                continue;
            int copies = isDev ? DevCopies ?? 0 : TrainCopies;
            for (int i = 0; i < copies; i++)
                yield return row;
        }
    }

    private IEnumerable<LabeledText> Matching()
    {
        using CsvReader csv = CsvReader.Create(File.OpenRead(Path), Options);
        while (csv.Read())
        {
            if (csv.IsEmpty(csv.GetFieldIndex(LabelColumn)) || (Language != null && csv.GetString("language") != Language))
                continue;
            yield return new LabeledText(csv.GetString("text"), csv.GetString(LabelColumn));
        }
    }
}
