using System.Text;

namespace BatchProcessing.TextModels.Runtimes;

/// <summary>The scorers of those models of a set that another library scores, and the text they share. Not thread-safe.</summary>
/// <param name="models">All models of the set; linear ones have no scorer here.</param>
internal sealed class RuntimeScorers(ITextModel[] models)
{
    private readonly ITextModelScorer?[] _scorers = [.. models.Select(model => (model as IRuntimeModel)?.CreateScorer())];
    private char[] _text = new char[1024];
    private int _length;

    /// <summary>Keeps a text; bytes that are not UTF-8 become U+FFFD.</summary>
    public void Read(ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length); // a byte becomes at most one character
        _length = Encoding.UTF8.GetChars(utf8, _text);
    }

    /// <summary>Keeps a text.</summary>
    public void Read(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_text);
        _length = text.Length;
    }

    /// <summary>Scores the text read last.</summary>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is shorter than the labels.</exception>
    public int Score(int model, Span<float> probabilities)
    {
        int labels = models[model].Labels.Count;
        if (probabilities.Length < labels) throw new ArgumentException($"Needs room for {labels} labels.", nameof(probabilities));
        return _scorers[model]!.Score(_text.AsMemory(0, _length), probabilities[..labels]);
    }

    private void Reserve(int characters)
    {
        if (_text.Length < characters) _text = new char[Math.Max(characters, 2 * _text.Length)];
    }
}
