namespace BatchProcessing.TextModels.Linear;

/// <summary>Which n-grams of a text a model looks at. Part of the model file: training and scoring must agree.</summary>
public readonly record struct FeatureOptions
{
    /// <summary>Longest word n-gram: 1 (words) or 2 (words and pairs of neighbours).</summary>
    public required int WordNgrams { get; init; }

    /// <summary>Whether pairs of words with one word between them count as well.</summary>
    public bool SkipBigrams { get; init; }

    /// <summary>
    /// Whether the opening of the text counts with the words that follow, told apart by their place: in questions and short
    /// requests these decide what is asked for.
    /// </summary>
    public bool Openings { get; init; }

    /// <summary>
    /// Whether the kinds of things count that the nouns name, joined with how the text opens. Nouns are known in English only.
    /// </summary>
    public bool NounKinds { get; init; }

    /// <summary>Shortest character n-gram in Unicode code points, 1 to <see cref="CharacterNgramMax"/>; 0 when there are none.</summary>
    public int CharacterNgramMin { get; init; }

    /// <summary>Longest character n-gram in Unicode code points, at most 6; 0 when there are none.</summary>
    public int CharacterNgramMax { get; init; }

    /// <summary>Character n-grams are taken from the first so many bytes of the folded text; 0 means all of it.</summary>
    public int CharacterNgramBytes { get; init; }

    /// <summary>Whether the model has character n-grams.</summary>
    public bool HasCharacterNgrams => CharacterNgramMax > 0;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(WordNgrams, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WordNgrams, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(CharacterNgramMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CharacterNgramMax, CharacterNgrams.MaxLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(CharacterNgramMax, CharacterNgramMin);
        ArgumentOutOfRangeException.ThrowIfNegative(CharacterNgramBytes);
        if (CharacterNgramMax > 0 && CharacterNgramMin == 0)
            throw new ArgumentOutOfRangeException(nameof(CharacterNgramMin), "Character n-grams have at least 1 code point.");
    }
}
