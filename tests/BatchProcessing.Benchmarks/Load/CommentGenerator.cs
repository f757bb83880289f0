using System.Globalization;
using System.Text;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>
/// Composes customer comments: the same seed gives the same comments on every machine. Lengths are log-normal with a mean
/// near 224 bytes of UTF-8; one comment in eight is Spanish; some hold quotes, line breaks and emoji.
/// </summary>
/// <param name="seed">Chooses the comments.</param>
internal sealed class CommentGenerator(int seed)
{
    /// <summary>Words beyond the lists, as names, typing errors and codes make them in real comments.</summary>
    private const int RareWordCount = 60_000;

    /// <summary>Spread of the length; with the median it gives the mean, e^(σ²/2) times the median.</summary>
    private const double LengthSpread = 0.6;

    /// <summary>Chosen so that texts, which end with a whole sentence, have a mean of 224 bytes.</summary>
    private const double MedianLength = 163.6;

    private const int ShortestLength = 12;
    private const int LongestLength = 3000;

    private static readonly string[] Syllables =
        ["ba", "cor", "den", "fi", "gal", "hu", "jin", "kel", "lo", "mar", "ni", "or", "pel", "qui", "ras", "so", "tan", "ul", "ver", "zo"];

    // A generator of our own: the sequence of System.Random is not promised to stay the same.
    private ulong _state = unchecked(((ulong)(uint)seed * 0x9E3779B97F4A7C15) + 0x2545F4914F6CDD1D);
    private readonly StringBuilder _text = new(512);

    /// <summary>Composes the next comment; the builder is reused by the next call.</summary>
    public StringBuilder Next()
    {
        _text.Clear();
        var phrases = Chance(8) ? Phrases.Spanish : Phrases.English;
        var target = NextLength();
        do
        {
            AppendSentence(phrases);
        }
        while (_text.Length < target);
        if (Chance(20))
            _text.Append(' ').Append(Pick(Phrases.Emoji));
        return _text;
    }

    private void AppendSentence(Phrases phrases)
    {
        if (_text.Length > 0)
            _text.Append(Chance(25) ? '\n' : ' ');
        var isQuoted = Chance(25);
        if (isQuoted)
            _text.Append('"');
        var start = _text.Length;
        AppendPattern(phrases, Pick(phrases.Patterns));
        _text[start] = char.ToUpperInvariant(_text[start]);
        if (_text[^1] != '?')
            _text.Append(Chance(6) ? '!' : '.');
        if (isQuoted)
            _text.Append('"');
    }

    private void AppendPattern(Phrases phrases, string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '{')
            {
                _text.Append(pattern[i]);
                continue;
            }

            AppendWord(phrases, pattern[i + 1]);
            i += 2;
        }
    }

    private void AppendWord(Phrases phrases, char slot)
    {
        if (slot == 'd')
            _text.Append(CultureInfo.InvariantCulture, $"{1 + Below(Chance(2) ? 30 : 90_000)}");
        else if (slot == 'r' || Chance(30))
            AppendRareWord();
        else
            _text.Append(Pick(slot switch
            {
                'n' => phrases.Nouns,
                'a' => phrases.Adjectives,
                'v' => phrases.Verbs,
                'p' => phrases.Places,
                't' => phrases.Times,
                'w' => Phrases.Names,
                _ => throw new InvalidOperationException($"No words for the slot '{slot}'."),
            }));
    }

    /// <summary>A word of two to four syllables; the product of two draws makes low numbers frequent, like Zipf's law.</summary>
    private void AppendRareWord()
    {
        var number = Below(1 + Below(RareWordCount)) + Syllables.Length;
        for (; number > 0; number /= Syllables.Length)
            _text.Append(Syllables[number % Syllables.Length]);
    }

    private int NextLength()
    {
        // The sum of twelve uniform draws less six is near enough to a normal draw, and needs no library function.
        var normal = -6.0;
        for (var i = 0; i < 12; i++)
            normal += Below(1 << 20) / (double)(1 << 20);
        return (int)Math.Clamp(MedianLength * Math.Exp(LengthSpread * normal), ShortestLength, LongestLength);
    }

    private string Pick(string[] words) => words[Below(words.Length)];

    private bool Chance(int oneIn) => Below(oneIn) == 0;

    /// <summary>A number from 0 to below <paramref name="limit"/>, from SplitMix64 (Steele, Lea and Flood 2014).</summary>
    private int Below(int limit)
    {
        var z = unchecked(_state += 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        z ^= z >> 31;
        return (int)(((z >> 32) * (ulong)limit) >> 32);
    }
}
