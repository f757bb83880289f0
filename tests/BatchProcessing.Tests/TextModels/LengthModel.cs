using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Tests.TextModels;

/// <summary>A model of another runtime: texts are long or short.</summary>
internal sealed class LengthModel(string name = "length", TextModelColumns? columns = null) : IRuntimeModel
{
    public string Name => name;

    public IReadOnlyList<string> Labels => ["short", "long"];

    public bool IsMultiLabel => false;

    public string Checksum => columns?.Input ?? "1";

    public static float[] ScoresOf(int length) => [1f / (1 + length), length / (1f + length)];

    public ITextModelScorer CreateScorer() => new Scorer();

    /// <summary>Files that start with LEN; a column is written behind that.</summary>
    public sealed class Runtime : ITextModelRuntime
    {
        public string Name => "Length";

        public string FileExtension => ".len";

        public bool CanRead(ReadOnlySpan<byte> opening) => opening.StartsWith("LEN"u8);

        public ITextModel Load(byte[] file, string name) => file.AsSpan().EndsWith("damaged"u8)
            ? throw new InvalidModelFileException($"{name} is damaged.")
            : new LengthModel(name, new TextModelColumns(Convert.ToHexStringLower(file), null, null));

        public byte[] WithColumns(byte[] file, TextModelColumns columns) =>
            [.. file, .. System.Text.Encoding.UTF8.GetBytes(columns.Input ?? "")];
    }

    private sealed class Scorer : ITextModelScorer
    {
        public int Score(ReadOnlyMemory<char> text, Span<float> probabilities)
        {
            ScoresOf(text.Length).CopyTo(probabilities);
            return probabilities[1] > probabilities[0] ? 1 : 0;
        }
    }
}
