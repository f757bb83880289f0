using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Text;
using BatchProcessing.TextModels.Linear;

namespace BatchProcessing.TextModels.Nouns;

/// <summary>
/// English nouns and the kinds of things they name, from WordNet 3.0: a word that is a noun more often than anything else
/// has the lexicographer file of its first sense and the synsets three to six steps below the most general one that include
/// it ("soldier": a person, a worker, …). Loaded on first use, then shared; thread-safe.
/// </summary>
internal sealed class EnglishNouns
{
    /// <summary>Most kinds a noun has: of three senses, five each.</summary>
    public const int MostKinds = 15;

    private const string Resource = "english.nouns.gz";

    /// <summary>Starts the line of the nouns that stand for another: "what kind of animal" asks for an animal.</summary>
    private const string StandInLine = "of";

    /// <summary>Slots of the hash table: nouns and their plurals fill less than half.</summary>
    private const int Slots = 1 << 18;

    private static readonly Lazy<EnglishNouns> Loaded = new(() => new EnglishNouns());

    private readonly uint[] _words = new uint[Slots];
    private readonly ushort[] _groups = new ushort[Slots];
    private readonly HashSet<uint> _standIns = [];
    private readonly int[] _starts;
    private readonly ushort[] _kinds;

    private EnglishNouns()
    {
        using var file = new StreamReader(
            new GZipStream(typeof(EnglishNouns).Assembly.GetManifestResourceStream(Resource)!, CompressionMode.Decompress), Encoding.ASCII);
        (List<int> starts, List<ushort> kinds) = ([0], []);
        var groups = new List<string[]>();
        while (file.ReadLine() is { } line)
        {
            string[] parts = line.Split('\t');
            string[] words = parts[1].Split(' ');
            if (parts[0] == StandInLine)
            {
                _standIns.UnionWith(words.Concat(words.Select(PluralOf)).Select(KeyOf));
                continue;
            }
            kinds.AddRange(parts[0].Split(' ').Select(number => ushort.Parse(number, CultureInfo.InvariantCulture)));
            starts.Add(kinds.Count);
            groups.Add(words);
        }
        (_starts, _kinds) = ([.. starts], [.. kinds]);
        AddAll(groups, word => word);
        AddAll(groups, PluralOf); // after all nouns: a plural that is a noun of its own keeps its kinds
    }

    /// <summary>The nouns.</summary>
    public static EnglishNouns Instance => Loaded.Value;

    /// <summary>Numbers of the kinds of things a word names, the most general first; none when it is no noun.</summary>
    /// <param name="word">The word's <see cref="FeatureHash.Unigram"/>.</param>
    public ReadOnlySpan<ushort> KindsOf(uint word)
    {
        int slot = Find(word);
        if (_words[slot] == 0)
            return [];
        int group = _groups[slot];
        return _kinds.AsSpan(_starts[group].._starts[group + 1]);
    }

    /// <summary>Whether a word is a noun.</summary>
    public bool Contains(uint word) => _words[Find(word)] != 0;

    /// <summary>Whether the noun after a noun and "of" says what is meant, as after "kind".</summary>
    public bool IsStandIn(uint word) => _standIns.Contains(word);

    private void AddAll(List<string[]> groups, Func<string, string> form)
    {
        for (int group = 0; group < groups.Count; group++)
        {
            foreach (string word in groups[group])
            {
                uint key = KeyOf(form(word));
                int slot = Find(key);
                if (_words[slot] == 0)
                    (_words[slot], _groups[slot]) = (key, (ushort)group);
            }
        }
    }

    private int Find(uint word)
    {
        uint slot = word * 0x9E3779B9 >> (32 - BitOperations.TrailingZeroCount(Slots));
        while (_words[slot] != 0 && _words[slot] != word)
            slot = (slot + 1) & (Slots - 1);
        return (int)slot;
    }

    /// <summary>The regular plural; irregular ones are in the list.</summary>
    private static string PluralOf(string noun)
    {
        if (noun.EndsWith("man", StringComparison.Ordinal))
            return noun[..^2] + "en";
        if (noun.EndsWith('y') && !"aeiou".Contains(noun[^2]))
            return noun[..^1] + "ies";
        bool hisses = noun[^1] is 's' or 'x' or 'z' || noun.EndsWith("ch", StringComparison.Ordinal) || noun.EndsWith("sh", StringComparison.Ordinal);
        return noun + (hisses ? "es" : "s");
    }

    private static uint KeyOf(string word) => FeatureHash.Unigram(FeatureHash.Word(Encoding.ASCII.GetBytes(word)));
}
