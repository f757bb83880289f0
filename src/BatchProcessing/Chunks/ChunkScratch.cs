using System.Buffers;
using BatchProcessing.Analyses;
using BatchProcessing.Documents;
using BatchProcessing.Suspects;

namespace BatchProcessing.Chunks;

/// <summary>The memory of one worker for one chunk: cut input lines, unescaped texts, predictions and scores. Reused.</summary>
internal sealed class ChunkScratch(AnalysisPlan plan)
{
    private readonly List<Line> _lines = [];
    private byte[] _unescaped = [];
    private byte[] _input = [];
    private DocumentText[] _texts = [];
    private DocumentScores[] _outputs = [];
    private int[] _lineOfText = [];
    private Prediction[] _predictions = [];
    private float[] _scores = [];

    /// <summary>How many documents of the chunk have a text.</summary>
    public int TextCount { get; private set; }

    /// <summary>The lines of the chunk in order.</summary>
    public IReadOnlyList<Line> Lines => _lines;

    /// <summary>The documents that have a text.</summary>
    public ReadOnlyMemory<DocumentText> Texts => _texts.AsMemory(0, TextCount);

    /// <summary>Room for one output a text.</summary>
    public Memory<DocumentScores> Outputs => _outputs.AsMemory(0, TextCount);

    /// <summary>The analyses and their models.</summary>
    public AnalysisPlan Plan => plan;

    /// <summary>Follows the worker through the chunk, if anything does.</summary>
    public Breadcrumb? Breadcrumb { get; set; }

    /// <summary>The line of a document that has a text.</summary>
    public int LineOf(int index) => _lineOfText[index];

    /// <summary>Cuts the lines of a chunk and unescapes its texts in place.</summary>
    /// <exception cref="InvalidDataException">The input is not as it was written.</exception>
    /// <param name="input">The lines.</param>
    /// <param name="length">Their bytes.</param>
    /// <param name="documents">How many there are.</param>
    /// <param name="kept">Documents that need no work, or null.</param>
    public void Load(byte[] input, int length, int documents, KeptLines? kept)
    {
        _input = input;
        _lines.Clear();
        TextCount = 0;
        Reserve(documents);
        int start = 0;
        while (start < length)
        {
            int feed = input.AsSpan(start, length - start).IndexOf((byte)'\n');
            if (feed < 0) throw new InvalidDataException("The last line of an input chunk is cut off.");
            if (kept is not null && kept.Has(_lines.Count)) _lines.Add(Line.Kept);
            else Cut(start, feed);
            start += feed + 1;
        }

        if (_lines.Count != documents)
            throw new InvalidDataException($"An input chunk has {_lines.Count} lines, not {documents}.");
    }

    /// <summary>Lets go of the input: the memory of a worker that waits for its next chunk is small.</summary>
    public void Release() => _input = [];

    /// <summary>The unescaped text of a document.</summary>
    public ReadOnlySpan<byte> TextOf(int index)
    {
        Line line = _lines[_lineOfText[index]];
        return _input.AsSpan(line.TextStart, line.TextLength);
    }

    /// <summary>What stands before the text of a line.</summary>
    public ReadOnlySpan<byte> HeadOf(in Line line) => _input.AsSpan(line.Start, line.HeadLength);

    /// <summary>The members of a bad row's error object.</summary>
    public ReadOnlySpan<byte> ErrorOf(in Line line) => _input.AsSpan(line.TextStart, line.TextLength);

    /// <summary>The predictions of a document, one an analysis.</summary>
    public Span<Prediction> PredictionsOf(int index) =>
        _predictions.AsSpan(index * plan.Analyses.Count, plan.Analyses.Count);

    /// <summary>The scores of a document, those of one analysis after the other.</summary>
    public Span<float> ScoresOf(int index) => _scores.AsSpan(index * plan.ScoresPerDocument, plan.ScoresPerDocument);

    private void Cut(int start, int length)
    {
        ChunkLine cut = ChunkLine.Parse(_input.AsSpan(start, length));
        if (cut.Text.IsEmpty)
        {
            int error = start + cut.Head.Length + ChunkLine.ErrorProperty.Length;
            _lines.Add(new Line(start, cut.Head.Length, error, cut.Error.Length, Text: -1));
            return;
        }

        int text = start + cut.Head.Length + ChunkLine.TextProperty.Length;
        _lineOfText[TextCount] = _lines.Count;
        _lines.Add(new Line(start, cut.Head.Length, text, Unescape(text, cut.Text.Length), TextCount));
        _texts[TextCount] = new DocumentText(this, TextCount);
        TextCount++;
    }

    private int Unescape(int start, int length)
    {
        Span<byte> text = _input.AsSpan(start, length);
        JsonString token = JsonString.Token(text);
        if (!token.IsEscaped) return length;
        if (_unescaped.Length < length) _unescaped = new byte[Math.Max(length, 64 << 10)];
        int plain = token.Unescape(_unescaped);
        _unescaped.AsSpan(0, plain).CopyTo(text);
        return plain;
    }

    private void Reserve(int documents)
    {
        if (_texts.Length >= documents) return;
        _texts = new DocumentText[documents];
        _outputs = new DocumentScores[documents];
        _lineOfText = new int[documents];
        _predictions = new Prediction[documents * plan.Analyses.Count];
        _scores = new float[documents * plan.ScoresPerDocument];
    }

    /// <summary>One line of the chunk, as places in its input.</summary>
    /// <param name="Start">Where the line starts.</param>
    /// <param name="HeadLength">Bytes before the text or error.</param>
    /// <param name="TextStart">Where the text, or the members of the error, start.</param>
    /// <param name="TextLength">Their bytes.</param>
    /// <param name="Text">The place among the documents that have a text, -1 for a bad row, -2 for one that is kept.</param>
    internal readonly record struct Line(int Start, int HeadLength, int TextStart, int TextLength, int Text)
    {
        public static readonly Line Kept = new(0, 0, 0, 0, -2);

        public bool IsKept => Text == -2;
    }
}
