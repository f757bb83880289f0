using System.Runtime.InteropServices;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// N-grams that say what a question or a short request asks for: how it opens, joined with the words that follow. Three
/// kinds of words are told apart without knowing the language: the words right after the first (by position), the first
/// two longer words ("the capital", "famous soldier"), and the first longer word with a short word or nothing after it,
/// which in English mostly heads a phrase ("which famous soldier was …").
/// </summary>
internal sealed class OpeningNgrams
{
    /// <summary>Most n-grams beyond the words of a text.</summary>
    private const int Extra = Positions + 2 * LongerWords + 3;

    /// <summary>Words after the first that count by their position.</summary>
    private const int Positions = 6;

    /// <summary>Longer words that count by their order.</summary>
    private const int LongerWords = 2;

    /// <summary>Bytes of a longer word; function words are mostly shorter.</summary>
    private const int LongerWordBytes = 4;

    /// <summary>Kinds of word, so that the same word is another n-gram in another place.</summary>
    private const ulong PositionKind = 0xA0761D6478BD642F;
    private const ulong LongerKind = 0xE7037ED1A0B428DB;
    private const ulong HeadKind = 0x589965CC75374CC3;

    private uint[] _ngrams = new uint[64];
    private int _count;

    /// <summary>Feature ids of a text's opening n-grams; none for fewer than two words; valid until the next call.</summary>
    /// <param name="words">Hashes of the words.</param>
    /// <param name="bounds">Start and end of each word in the text.</param>
    public ReadOnlySpan<uint> Extract(ReadOnlySpan<ulong> words, ReadOnlySpan<int> bounds)
    {
        if (words.Length < 2)
            return [];
        if (_ngrams.Length < words.Length + Extra)
            _ngrams = GC.AllocateUninitializedArray<uint>(2 * (words.Length + Extra));
        _count = 0;
        ulong opening = FeatureHash.Opening(words[0], words[1]);
        AddFirstTwoWords(opening, words);
        AddPositions(words);
        AddLongerWords(words, MemoryMarshal.Cast<int, WordBounds>(bounds));
        AddHead(opening, words, MemoryMarshal.Cast<int, WordBounds>(bounds));
        return _ngrams.AsSpan(0, _count);
    }

    /// <summary>The first two words with the length of the text, with the third word, and with every word after that.</summary>
    private void AddFirstTwoWords(ulong opening, ReadOnlySpan<ulong> words)
    {
        Add(FeatureHash.OpeningLength(opening, LengthClass(words.Length)));
        if (words.Length > 2)
            Add(FeatureHash.OpeningTrigram(opening, words[2]));
        for (int i = 3; i < words.Length; i++)
            Add(FeatureHash.Bigram(opening, words[i]));
    }

    private void AddPositions(ReadOnlySpan<ulong> words)
    {
        for (int i = 1; i < words.Length && i <= Positions; i++)
            Add(FeatureHash.Bigram(words[0] + (ulong)i * PositionKind, words[i]));
    }

    /// <summary>The first two longer words after the first word, each alone and with the first word.</summary>
    private void AddLongerWords(ReadOnlySpan<ulong> words, ReadOnlySpan<WordBounds> bounds)
    {
        ulong kind = LongerKind;
        for (int i = 1; i < words.Length && kind <= LongerKind + LongerWords - 1; i++)
        {
            if (bounds[i].Length < LongerWordBytes)
                continue;
            Add(FeatureHash.Bigram(kind, words[i]));
            Add(FeatureHash.Bigram(words[0] ^ kind, words[i]));
            kind++;
        }
    }

    /// <summary>The first longer word that no longer word follows: alone, with the first word, with the first two.</summary>
    private void AddHead(ulong opening, ReadOnlySpan<ulong> words, ReadOnlySpan<WordBounds> bounds)
    {
        int head = FindHead(bounds);
        if (head == 0)
            return;
        Add(FeatureHash.Bigram(HeadKind, words[head]));
        Add(FeatureHash.Bigram(words[0] ^ HeadKind, words[head]));
        Add(FeatureHash.Bigram(opening ^ HeadKind, words[head]));
    }

    /// <summary>Index of the first longer word, the first word aside, that no longer word follows; 0 when there is none.</summary>
    /// <param name="bounds">Start and end of each word in the text.</param>
    public static int FindHead(ReadOnlySpan<int> bounds) => FindHead(MemoryMarshal.Cast<int, WordBounds>(bounds));

    private static int FindHead(ReadOnlySpan<WordBounds> bounds)
    {
        for (int i = 1; i < bounds.Length; i++)
            if (bounds[i].Length >= LongerWordBytes && (i + 1 == bounds.Length || bounds[i + 1].Length <= LongerWordBytes))
                return i;
        return 0;
    }

    private void Add(uint ngram) => _ngrams[_count++] = ngram;

    /// <summary>The number of words where it is small, then ever wider classes: 9 to 10, 11 to 13, more.</summary>
    private static int LengthClass(int words) => words <= 8 ? words : words <= 10 ? 9 : words <= 13 ? 10 : 11;

    /// <summary>Where a word is in the text, as <see cref="WordScanner"/> writes it.</summary>
    private readonly record struct WordBounds(int Start, int End)
    {
        public int Length => End - Start;
    }
}
