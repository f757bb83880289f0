using BatchProcessing.TextModels.Nouns;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// N-grams of the kinds of things that the nouns of an English question name, joined with how it opens: "what actor",
/// "what soldier" and "what poet" all ask for a person, though each may be in the training rows once. Counted are all nouns,
/// the first one, the head by word lengths (<see cref="OpeningNgrams"/>), and the last of the first run of nouns, which is
/// the head of the first noun phrase ("what ocean liner sank").
/// </summary>
internal sealed class NounNgrams
{
    /// <summary>Words looked at: questions are short, and what a long text goes on with says little of what it asks.</summary>
    private const int MostWords = 64;

    /// <summary>Most n-grams of one noun in one place, its kinds and itself.</summary>
    private const int PerPlace = 3 * (EnglishNouns.MostKinds + 1);

    /// <summary>What tells places apart, so that the same kind is another n-gram in another place.</summary>
    private const ulong AnyPlace = 0x1D8E4E27C47D124F;
    private const ulong FirstPlace = 0xEB44ACCAB455D165;
    private const ulong HeadPlace = 0x9F51E6D0AA1F8C93;
    private const ulong PhrasePlace = 0xC6BC279692B5C323;

    private static readonly ulong PossessiveS = FeatureHash.Word("s"u8);
    private static readonly ulong Of = FeatureHash.Word("of"u8);

    private readonly uint[] _ngrams = new uint[MostWords * EnglishNouns.MostKinds + 3 * PerPlace];
    private readonly uint[] _keys = new uint[MostWords];
    private int _count;

    /// <summary>Feature ids of a text's noun n-grams; none for fewer than two words; valid until the next call.</summary>
    /// <param name="words">Hashes of the words.</param>
    /// <param name="bounds">Start and end of each word in the text.</param>
    public ReadOnlySpan<uint> Extract(ReadOnlySpan<ulong> words, ReadOnlySpan<int> bounds)
    {
        if (words.Length < 2)
            return [];
        EnglishNouns nouns = EnglishNouns.Instance;
        words = words[..Math.Min(words.Length, MostWords)];
        bounds = bounds[..(2 * words.Length)];
        for (int i = 0; i < words.Length; i++)
            _keys[i] = FeatureHash.Unigram(words[i]);
        ReadOnlySpan<uint> keys = _keys.AsSpan(0, words.Length);
        _count = 0;
        int first = AddAll(nouns, words[0], keys);
        if (first == 0)
            return [];
        ulong opening = FeatureHash.Opening(words[0], words[1]);
        AddPlace(FirstPlace, words[0], opening, nouns.KindsOf(keys[first]));
        if (OpeningNgrams.FindHead(bounds) is var head and > 0)
            AddPlace(HeadPlace, words[0], opening, nouns.KindsOf(keys[head]));
        if (FindPhraseHead(nouns, words, keys, first) is var phraseHead and > 0)
        {
            AddPlace(PhrasePlace, words[0], opening, nouns.KindsOf(keys[phraseHead]));
            AddPlace(PhrasePlace, words[0], opening, words[phraseHead]);
        }
        return _ngrams.AsSpan(0, _count);
    }

    /// <summary>The kinds of all nouns after the first word, with that word; returns the index of the first noun, or 0.</summary>
    private int AddAll(EnglishNouns nouns, ulong firstWord, ReadOnlySpan<uint> keys)
    {
        int first = 0;
        for (int i = keys.Length - 1; i > 0; i--)
        {
            ReadOnlySpan<ushort> kinds = nouns.KindsOf(keys[i]);
            foreach (ushort kind in kinds)
                Add(FeatureHash.Bigram(firstWord ^ AnyPlace, kind));
            first = kinds.IsEmpty ? first : i;
        }
        return first;
    }

    /// <summary>
    /// The last noun of the first run of nouns; after a possessive ("Fulton's steamboat") and after a stand-in and "of" ("kind
    /// of animal") that of the next run. 0 when the text ends before.
    /// </summary>
    private static int FindPhraseHead(EnglishNouns nouns, ReadOnlySpan<ulong> words, ReadOnlySpan<uint> keys, int first)
    {
        int i = first;
        while (i < keys.Length)
        {
            while (i + 1 < keys.Length && nouns.Contains(keys[i + 1]))
                i++;
            bool goesOn = i + 2 < keys.Length && (words[i + 1] == PossessiveS || (words[i + 1] == Of && nouns.IsStandIn(keys[i])));
            if (!goesOn)
                return i;
            i += 2;
            while (i < keys.Length && !nouns.Contains(keys[i]))
                i++;
        }
        return 0;
    }

    private void AddPlace(ulong place, ulong firstWord, ulong opening, ReadOnlySpan<ushort> kinds)
    {
        foreach (ushort kind in kinds)
            AddPlace(place, firstWord, opening, kind);
    }

    private void AddPlace(ulong place, ulong firstWord, ulong opening, ulong what)
    {
        Add(FeatureHash.Bigram(place, what));
        Add(FeatureHash.Bigram(firstWord ^ place, what));
        Add(FeatureHash.Bigram(opening ^ place, what));
    }

    private void Add(uint ngram) => _ngrams[_count++] = ngram;
}
