namespace BatchProcessing.Benchmarks.Nouns;

/// <summary>Chooses the words that are nouns more often than anything else, and the kinds of things they name.</summary>
internal sealed class NounKinds
{
    // Steps below the most general synset; measured on types of questions: nearer says too little, farther is too rare.
    private const int Nearest = 3;
    private const int Farthest = 6;

    /// <summary>Senses looked at, and how often one must be seen for each time the commonest of them is.</summary>
    private const int Senses = 3;
    private const double Share = 0.6;

    /// <summary>Words that are no nouns for this purpose, though WordNet has them as such: letters, chemical symbols, "name" itself.</summary>
    private static readonly HashSet<string> NoNouns =
    [
        .. ("a an the of in on at to for by with from and or is are was were be been do does did has have had what who whom whose which when where why how it its "
            + "he she they i you we not no as that this these those there his her their my your our can could will would should may might must s t name").Split(' '),
    ];

    private readonly Dictionary<(string Lemma, char Part, int Sense), int> _senseCounts;
    private readonly Dictionary<(string Lemma, char Part), int> _counts;
    private readonly Dictionary<string, string[]> _nouns;
    private readonly Dictionary<string, string[]> _adjectives;
    private readonly Dictionary<string, (int File, string? Hypernym)> _synsets;
    private readonly Dictionary<string, string> _irregular;
    private readonly VerbForms _verbs;

    /// <summary>Reads WordNet.</summary>
    public NounKinds(WordNetFiles files)
    {
        _senseCounts = files.ReadCounts();
        _counts = _senseCounts.GroupBy(pair => (pair.Key.Lemma, pair.Key.Part)).ToDictionary(group => group.Key, group => group.Sum(pair => pair.Value));
        (_nouns, _adjectives, _synsets) = (files.ReadIndex("noun"), files.ReadIndex("adj"), files.ReadNounSynsets());
        _irregular = files.ReadExceptions("noun");
        _verbs = new VerbForms(files);
    }

    /// <summary>Every noun and irregular plural of two and more letters, with its kinds, the most general first.</summary>
    public IEnumerable<(string Word, string[] Kinds)> All()
        => _nouns.Keys.Select(word => (word, lemma: word))
            .Concat(_irregular.Where(pair => !_nouns.ContainsKey(pair.Key) && _nouns.ContainsKey(pair.Value)).Select(pair => (pair.Key, pair.Value)))
            .Where(pair => pair.Item1.Length >= 2 && pair.Item1.All(char.IsAsciiLetterLower) && IsMostlyNoun(pair.Item1, pair.Item2))
            .Select(pair => (pair.Item1, KindsOf(pair.Item2)));

    private bool IsMostlyNoun(string word, string noun)
    {
        if (NoNouns.Contains(word))
            return false;
        string? verb = _verbs.LemmaOf(word);
        bool isAdjective = _adjectives.ContainsKey(word);
        int nouns = Count(noun, '1');
        int verbs = verb is null ? -1 : Count(verb, '2');
        int adjectives = isAdjective ? Count(word, '3') + Count(word, '5') : -1;
        if (nouns > 0 || verbs > 0 || adjectives > 0)
            return nouns >= verbs && nouns >= adjectives;
        // Never seen: by the number of senses, where a verb's count half.
        double verbSenses = verb is null ? -1 : _verbs.Senses(verb) * 0.5;
        double adjectiveSenses = isAdjective ? _adjectives[word].Length + 0.1 : -1;
        return _nouns[noun].Length >= verbSenses && _nouns[noun].Length >= adjectiveSenses;
    }

    private string[] KindsOf(string noun)
    {
        string[] synsets = _nouns[noun];
        int[] counts = [.. Enumerable.Range(1, Math.Min(Senses, synsets.Length)).Select(sense => _senseCounts.GetValueOrDefault((noun, '1', sense)))];
        int most = counts.Max();
        return [.. counts.Index().Where(pair => pair.Index == 0 || (most > 0 && pair.Item >= Share * most))
            .SelectMany(pair => KindsOfSynset(synsets[pair.Index])).Distinct()];
    }

    private IEnumerable<string> KindsOfSynset(string synset)
    {
        var path = new List<string>();
        for (string? at = synset; at is not null && !path.Contains(at); at = _synsets[at].Hypernym)
            path.Insert(0, at);
        yield return $"file {_synsets[synset].File}";
        for (int step = Nearest; step <= Farthest && step < path.Count; step++)
            yield return $"{step} {path[step]}";
    }

    private int Count(string lemma, char part) => _counts.GetValueOrDefault((lemma, part));
}
