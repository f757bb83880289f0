using System.Globalization;
using System.Text;

namespace BatchProcessing.Benchmarks.Nouns;

/// <summary>The database files of WordNet (Miller 1995) as its manual page wndb(5) describes them.</summary>
/// <param name="folder">The folder of <c>index.noun</c>, <c>data.noun</c>, <c>cntlist.rev</c> and the others.</param>
internal sealed class WordNetFiles(string folder)
{
    /// <summary>How often each lemma was seen with a sense: by lemma, part of speech (1 noun, 2 verb, 3 and 5 adjective), sense.</summary>
    public Dictionary<(string Lemma, char Part, int Sense), int> ReadCounts()
    {
        var counts = new Dictionary<(string, char, int), int>();
        foreach (string line in Lines("cntlist.rev"))
        {
            string[] fields = line.Split(' '); // lemma%part:file:…, sense, count
            int percent = fields[0].IndexOf('%', StringComparison.Ordinal);
            (string, char, int) key = (fields[0][..percent], fields[0][percent + 1], int.Parse(fields[1], CultureInfo.InvariantCulture));
            counts[key] = counts.GetValueOrDefault(key) + int.Parse(fields[2], CultureInfo.InvariantCulture);
        }
        return counts;
    }

    /// <summary>Offsets of the synsets of each lemma, the most frequent sense first.</summary>
    public Dictionary<string, string[]> ReadIndex(string part)
        => Lines("index." + part).Where(line => line[0] != ' ').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(fields => fields[0], fields => fields[^int.Parse(fields[2], CultureInfo.InvariantCulture)..]);

    /// <summary>The lemma of each irregular form; the first where there are several.</summary>
    public Dictionary<string, string> ReadExceptions(string part)
        => Lines(part + ".exc").Select(line => line.Split(' ')).DistinctBy(fields => fields[0]).ToDictionary(fields => fields[0], fields => fields[1]);

    /// <summary>Number of the lexicographer file of each noun synset, and its first hypernym; null at the top.</summary>
    public Dictionary<string, (int File, string? Hypernym)> ReadNounSynsets()
    {
        var synsets = new Dictionary<string, (int, string?)>();
        foreach (string line in Lines("data.noun").Where(line => line[0] != ' '))
        {
            string[] fields = line.Split(' ');
            int words = int.Parse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            int pointers = 4 + 2 * words; // their number, then symbol, offset, part of speech and source/target of each
            int count = int.Parse(fields[pointers], CultureInfo.InvariantCulture);
            string? hypernym = Enumerable.Range(0, count).Select(i => pointers + 1 + 4 * i)
                .Where(at => fields[at] is "@" or "@i" && fields[at + 2] == "n").Select(at => fields[at + 1]).FirstOrDefault();
            synsets.Add(fields[0], (int.Parse(fields[1], CultureInfo.InvariantCulture), hypernym));
        }
        return synsets;
    }

    private IEnumerable<string> Lines(string file) => File.ReadLines(Path.Combine(folder, file), Encoding.Latin1);
}
