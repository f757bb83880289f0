using System.CommandLine;
using System.Globalization;
using System.IO.Compression;

namespace BatchProcessing.Benchmarks.Nouns;

/// <summary><c>assemble-nouns</c>: makes the list of English nouns and their kinds that training and scoring use.</summary>
internal static class AssembleNounsCommand
{
    /// <summary>Nouns that stand for the one after "of".</summary>
    private const string StandIns = "of\tkind type sort part number word term";

    public static Command Create()
    {
        var folder = new Option<string>("--wordnet") { Description = "Folder of WordNet 3.0's database files.", Required = true };
        var output = new Option<string>("--out") { Description = "The list to write.", Required = true };
        var command = new Command("assemble-nouns", "Makes the list of English nouns and their kinds from WordNet.") { folder, output };
        command.SetAction(arguments => Write(arguments.GetRequiredValue(folder), arguments.GetRequiredValue(output)));
        return command;
    }

    private static void Write(string folder, string path)
    {
        var numbers = new Dictionary<string, int>();
        using FileStream file = File.Create(path);
        using var lines = new StreamWriter(new GZipStream(file, CompressionLevel.SmallestSize)) { NewLine = "\n" };
        lines.WriteLine(StandIns);
        foreach (var group in new NounKinds(new WordNetFiles(folder)).All()
            .GroupBy(noun => string.Join(' ', noun.Kinds.Select(Number)), noun => noun.Word)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            lines.WriteLine($"{group.Key}\t{string.Join(' ', group.Order(StringComparer.Ordinal))}");
        }

        string Number(string kind)
        {
            if (!numbers.TryGetValue(kind, out int number))
                numbers.Add(kind, number = numbers.Count);
            return number.ToString(CultureInfo.InvariantCulture);
        }
    }
}
