namespace BatchProcessing.Benchmarks.Nouns;

/// <summary>Finds the verb that a word is a form of, by WordNet's own rules (morphy(7)).</summary>
/// <param name="files">WordNet.</param>
internal sealed class VerbForms(WordNetFiles files)
{
    private static readonly (string Ending, string Instead)[] Rules =
        [("ies", "y"), ("es", "e"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")];

    private readonly Dictionary<string, string[]> _verbs = files.ReadIndex("verb");
    private readonly Dictionary<string, string> _irregular = files.ReadExceptions("verb");

    /// <summary>The verb in its base form; null when the word is no form of a verb.</summary>
    public string? LemmaOf(string word)
    {
        if (_irregular.TryGetValue(word, out string? lemma) && _verbs.ContainsKey(lemma))
            return lemma;
        if (_verbs.ContainsKey(word))
            return word;
        return Rules.Where(rule => word.EndsWith(rule.Ending, StringComparison.Ordinal))
            .Select(rule => word[..^rule.Ending.Length] + rule.Instead).FirstOrDefault(_verbs.ContainsKey);
    }

    /// <summary>Number of senses of a verb.</summary>
    public int Senses(string verb) => _verbs[verb].Length;
}
