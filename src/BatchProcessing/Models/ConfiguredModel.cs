using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Models;

/// <summary>A model file that the configuration names for an analysis.</summary>
public sealed class ConfiguredModel
{
    /// <summary>The model file; a relative path is looked for in the working folder. Required.</summary>
    public string Path { get; set; } = "";

    /// <summary>What scores it, for example <c>Linear</c>. Default: what the file's first bytes say.</summary>
    public string? Runtime { get; set; }

    /// <summary>
    /// The model's name in pins and results: 1 to 64 lower-case letters, digits and hyphens, starting with a letter.
    /// Default: the file's name without extension, in lower case, with hyphens for all other characters.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>The column of the model's schema that takes the text. Default: the runtime's.</summary>
    public string? InputColumn { get; set; }

    /// <summary>The column with the label that is given. Default: the runtime's.</summary>
    public string? LabelColumn { get; set; }

    /// <summary>The column with a score for each label. Default: the runtime's.</summary>
    public string? ScoreColumn { get; set; }

    /// <summary><see cref="Name"/>, or what is taken for it.</summary>
    public string NameOrDefault => Name ?? string.Concat(
        System.IO.Path.GetFileNameWithoutExtension(Path).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    /// <summary>The columns.</summary>
    public TextModelColumns Columns => new(InputColumn, LabelColumn, ScoreColumn);
}
