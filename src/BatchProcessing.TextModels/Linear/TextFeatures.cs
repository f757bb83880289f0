using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BatchProcessing.TextModels.Linear;

/// <summary>
/// The features of one text at a time: words are found and hashed once, then serve every model. Not thread-safe;
/// buffers grow to the longest text seen and are kept.
/// </summary>
internal sealed class TextFeatures
{
    private readonly FoldedText _text = new();
    private readonly CharacterNgrams _characters = new();
    private readonly OpeningNgrams _openings = new();
    private readonly NounNgrams _nouns = new();
    private int[] _bounds = new int[WordScanner.BoundsCapacity(1024)];
    private ulong[] _words = new ulong[1024];
    private uint[] _ngrams = new uint[2 * 1024]; // the words, then the pairs
    private uint[] _skipBigrams = new uint[1024];
    private int _wordCount;

    /// <summary>Reads UTF-8 text; any bytes are fine.</summary>
    public void Read(ReadOnlySpan<byte> utf8)
    {
        _text.Read(utf8);
        FindWords();
    }

    /// <summary>Reads UTF-16 text; unpaired surrogates are fine.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        _text.Read(text);
        FindWords();
    }

    /// <summary>Feature ids of the words.</summary>
    public ReadOnlySpan<uint> Unigrams => _ngrams.AsSpan(0, _wordCount);

    /// <summary>The folded text of a word, by its place.</summary>
    public ReadOnlySpan<byte> Word(int index) => _text.Span[_bounds[2 * index].._bounds[2 * index + 1]];

    /// <summary>Feature ids of the pairs of neighbouring words, the edges of the text included; none for a text without words.</summary>
    public ReadOnlySpan<uint> Bigrams => _ngrams.AsSpan(_wordCount, _wordCount == 0 ? 0 : _wordCount + 1);

    /// <summary>Feature ids of the words, then of the pairs.</summary>
    public ReadOnlySpan<uint> UnigramsAndBigrams => _ngrams.AsSpan(0, _wordCount == 0 ? 0 : 2 * _wordCount + 1);

    /// <summary>Feature ids of the pairs of words with one word between them; valid until the next call.</summary>
    public ReadOnlySpan<uint> SkipBigrams()
    {
        int count = Math.Max(0, _wordCount - 2);
        ReadOnlySpan<ulong> words = _words.AsSpan(0, _wordCount);
        for (int i = 0; i < count; i++)
            _skipBigrams[i] = FeatureHash.SkipBigram(words[i], words[i + 2]);
        return _skipBigrams.AsSpan(0, count);
    }

    /// <summary>Feature ids of how the text opens, joined with what follows; valid until the next call.</summary>
    public ReadOnlySpan<uint> Openings() => _openings.Extract(_words.AsSpan(0, _wordCount), _bounds.AsSpan(0, 2 * _wordCount));

    /// <summary>Feature ids of the kinds of things that nouns name, joined with how the text opens; valid until the next call.</summary>
    public ReadOnlySpan<uint> NounKinds() => _nouns.Extract(_words.AsSpan(0, _wordCount), _bounds.AsSpan(0, 2 * _wordCount));

    /// <summary>Feature ids of the character n-grams that <paramref name="options"/> ask for; valid until the next call.</summary>
    public ReadOnlySpan<uint> Characters(in FeatureOptions options)
        => _characters.Extract(_text, _bounds.AsSpan(0, 2 * _wordCount), options);

    private void FindWords()
    {
        int capacity = WordScanner.BoundsCapacity(_text.Length);
        if (_bounds.Length < capacity)
            _bounds = GC.AllocateUninitializedArray<int>(Math.Max(capacity, 2 * _bounds.Length));
        _wordCount = WordScanner.Scan(ref _text.Start, _text.Length, ref MemoryMarshal.GetArrayDataReference(_bounds));
        if (_words.Length < _wordCount + 1)
            Grow(2 * (_wordCount + 1));
        HashWords();
    }

    private void Grow(int capacity)
    {
        _words = GC.AllocateUninitializedArray<ulong>(capacity);
        _ngrams = GC.AllocateUninitializedArray<uint>(2 * capacity);
        _skipBigrams = GC.AllocateUninitializedArray<uint>(capacity);
    }

    private void HashWords()
    {
        ref byte text = ref _text.Start;
        ref int bounds = ref MemoryMarshal.GetArrayDataReference(_bounds);
        ref ulong words = ref MemoryMarshal.GetArrayDataReference(_words);
        ref uint unigrams = ref MemoryMarshal.GetArrayDataReference(_ngrams);
        ref uint bigrams = ref Unsafe.Add(ref unigrams, _wordCount);
        ulong previous = FeatureHash.Edge;
        nuint count = (nuint)_wordCount;
        for (nuint i = 0; i < count; i++)
        {
            int start = Unsafe.Add(ref bounds, 2 * i);
            ulong word = FeatureHash.Word(ref text, (nuint)start, Unsafe.Add(ref bounds, 2 * i + 1) - start);
            Unsafe.Add(ref words, i) = word;
            Unsafe.Add(ref unigrams, i) = FeatureHash.Unigram(word);
            Unsafe.Add(ref bigrams, i) = FeatureHash.Bigram(previous, word);
            previous = word;
        }
        Unsafe.Add(ref bigrams, count) = FeatureHash.Bigram(previous, FeatureHash.Edge);
    }
}
