namespace BatchProcessing.TextModels.Linear;

/// <summary>What a code point outside ASCII does to the words of a text.</summary>
internal enum RuneKind
{
    /// <summary>Ends a word: punctuation, spaces, the replacement of invalid bytes.</summary>
    Separator,

    /// <summary>Part of a word: letters, digits, combining marks.</summary>
    Word,

    /// <summary>A word of its own: an emoji, or a character of a script written without spaces.</summary>
    WordByItself,

    /// <summary>Leaves no trace: joiners, variation selectors, skin tones.</summary>
    Ignored,
}
