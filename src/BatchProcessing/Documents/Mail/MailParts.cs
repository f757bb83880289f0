using System.Text;

namespace BatchProcessing.Documents.Mail;

/// <summary>Walks the parts of a message line by line and keeps those that say something to people.</summary>
/// <param name="maxTextBytes">Bytes the text may have.</param>
internal sealed class MailParts(int maxTextBytes)
{
    private const int MaxDepth = 20;
    private const int MaxParts = 1_000;
    private const int FrameBytes = 64 << 10;

    private readonly MailText _text = new(maxTextBytes);
    private readonly List<byte[]> _boundaries = [];
    private MailHeaders _part = new();
    private State _state = State.Headers;
    private int _parts = 1;

    private enum State
    {
        Headers,
        Text,
        Passed,
    }

    /// <summary>The headers of the message itself.</summary>
    public MailHeaders Headers { get; private set; } = new();

    /// <summary>Bytes a line may have and still be kept: quoted-printable writes three for one.</summary>
    public int MaxLineBytes => (int)Math.Min((3L * maxTextBytes) + FrameBytes, 1 << 30);

    /// <summary>What the message says.</summary>
    public string Body => _text.Result;

    /// <summary>Takes the next line.</summary>
    /// <param name="line">Without its line feed; empty when it is too long.</param>
    /// <param name="isTooLong">Whether it is too long to be kept.</param>
    /// <exception cref="UnreadableFileException">The file is no message, or passes a limit.</exception>
    public void Take(ReadOnlySpan<byte> line, bool isTooLong)
    {
        if (_boundaries.Count > 0 && line.StartsWith("--"u8) && TakeBoundary(line)) return;
        switch (_state)
        {
            case State.Headers when isTooLong:
                throw UnreadableFileException.Corrupt($"A header has more than {MaxLineBytes} bytes.");
            case State.Headers when line.IsEmpty:
                BeginBody();
                break;
            case State.Headers:
                TakeHeader(line);
                break;
            case State.Text:
                _text.Take(line, isTooLong);
                break;
        }
    }

    /// <summary>The message has ended.</summary>
    /// <exception cref="UnreadableFileException">There was none.</exception>
    public void Complete()
    {
        if (_state == State.Headers && _parts == 1) BeginBody();
        EndPart();
    }

    private void TakeHeader(ReadOnlySpan<byte> line)
    {
        if (_part.IsEmpty && _parts == 1 && line.StartsWith("From "u8)) return; // the first line of a message from an mbox
        if (!_part.Take(line) && _part.IsEmpty && _parts == 1) throw NoMessage();
    }

    private void BeginBody()
    {
        if (_parts == 1)
        {
            if (_part.IsEmpty) throw NoMessage();
            Headers = _part;
        }

        string type = _part.Word("Content-Type");
        bool isAttachment = _part.Word("Content-Disposition") == "attachment";
        if (type.StartsWith("multipart/", StringComparison.Ordinal) && _part.Parameter("Content-Type", "boundary") is { Length: > 0 } boundary)
        {
            if (_boundaries.Count == MaxDepth) throw UnreadableFileException.Corrupt($"The message's parts are nested more than {MaxDepth} deep.");
            _boundaries.Add(Encoding.UTF8.GetBytes(boundary));
            _state = State.Passed;
            return;
        }

        _state = !isAttachment && (type is "" or "text/plain" or "text/html") ? State.Text : State.Passed;
        if (_state == State.Text) _text.Begin(_part);
    }

    private bool TakeBoundary(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> mark = line[2..].TrimEnd(" \t"u8);
        for (int i = _boundaries.Count - 1; i >= 0; i--)
        {
            bool isEnd = mark.Length == _boundaries[i].Length + 2 && mark.StartsWith(_boundaries[i]) && mark.EndsWith("--"u8);
            if (!isEnd && !mark.SequenceEqual(_boundaries[i])) continue;
            EndPart();
            _boundaries.RemoveRange(i + 1, _boundaries.Count - i - 1);
            if (isEnd) _boundaries.RemoveAt(i);
            else BeginPart();
            return true;
        }

        return false;
    }

    private void BeginPart()
    {
        if (++_parts > MaxParts) throw UnreadableFileException.Corrupt($"The message has more than {MaxParts} parts.");
        _part = new MailHeaders();
        _state = State.Headers;
    }

    private void EndPart()
    {
        if (_state == State.Text) _text.End();
        _state = State.Passed;
    }

    private static UnreadableFileException NoMessage() =>
        new(ErrorCode.ContentMismatch, "The file is named as a message but does not begin with headers.");
}
