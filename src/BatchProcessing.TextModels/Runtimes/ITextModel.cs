namespace BatchProcessing.TextModels.Runtimes;

/// <summary>A text classifier, whatever scores its texts. Immutable and safe to share between threads.</summary>
public interface ITextModel
{
    /// <summary>Its name, for example <c>topics</c>.</summary>
    string Name { get; }

    /// <summary>Labels, in the order of the probabilities; at least one.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>Whether a text may have any number of the labels; otherwise it has exactly one.</summary>
    bool IsMultiLabel { get; }

    /// <summary>SHA-256 of the model in lower-case hexadecimal: identifies this version.</summary>
    string Checksum { get; }
}
