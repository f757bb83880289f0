using System.Text;
using System.Text.Json;

namespace BatchProcessing.Documents;

/// <summary>Reads JSON Lines (also called NDJSON): one JSON object a line with the properties of a document.</summary>
public sealed class JsonLinesReader
{
    private const int FrameBytes = 64 << 10;

    private readonly byte[] _idName;
    private readonly byte[] _textName;

    /// <param name="table">The names of the id and text properties; <c>source</c> and <c>timestamp</c> are fixed.</param>
    public JsonLinesReader(TableOptions table)
    {
        _idName = Encoding.UTF8.GetBytes(table.IdColumn);
        _textName = Encoding.UTF8.GetBytes(table.TextColumn);
    }

    /// <summary>Reads a stream of lines to its end. Blank lines are no documents.</summary>
    /// <exception cref="UploadRejectedException">A limit of the upload is passed.</exception>
    public async Task ReadAsync(Stream stream, DocumentIntake intake, CancellationToken cancellationToken)
    {
        // An escaped character takes at most six bytes; the frame leaves room for the other properties.
        int maxLine = (int)Math.Min(6L * intake.Options.MaxTextBytes + FrameBytes, 1 << 30);
        using var lines = new LineReader(stream, maxLine);
        do
        {
            while (TakeLines(lines, intake)) await intake.FlushAsync(cancellationToken);
        }
        while (await lines.FillAsync(cancellationToken));
    }

    /// <summary>Takes lines until the buffer is empty (false) or the chunk is full (true).</summary>
    private bool TakeLines(LineReader lines, DocumentIntake intake)
    {
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (TakeLine(line, lines, intake)) return true;
        }

        return false;
    }

    private bool TakeLine(ReadOnlySpan<byte> line, LineReader lines, DocumentIntake intake)
    {
        if (lines.IsTooLong)
        {
            return intake.AddFailed(lines.LineNumber, ErrorCode.TextTooLarge,
                $"The line is longer than a document of {intake.Options.MaxTextBytes} bytes can be.");
        }

        if (line.Trim(" \t"u8).IsEmpty) return false;
        var document = new DocumentRecord { Line = lines.LineNumber };
        if (Parse(line, ref document) is { } fault)
            return intake.AddFailed(lines.LineNumber, fault.Code, fault.Message);
        return intake.Add(document);
    }

    private (string Code, string Message)? Parse(ReadOnlySpan<byte> line, ref DocumentRecord document)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return (ErrorCode.NotObject, "The line is not a JSON object.");
            var seen = Property.None;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                Property property = NameOf(ref reader);
                if (property != Property.None && seen.HasFlag(property))
                    return (ErrorCode.InvalidJson, $"The property '{reader.GetString()}' occurs twice.");
                seen |= property;
                reader.Read();
                if (!Take(property, ref reader, ref document))
                    return (ErrorCode.InvalidType, $"The property '{WordFor(property)}' is not a string.");
            }

            if (reader.Read()) return (ErrorCode.InvalidJson, "The line goes on after its object.");
            return seen.HasFlag(Property.Text)
                ? null
                : (ErrorCode.Empty, $"The property '{Encoding.UTF8.GetString(_textName)}' is missing.");
        }
        catch (JsonException e)
        {
            return (ErrorCode.InvalidJson, $"The line is not JSON (at byte {e.BytePositionInLine}).");
        }
        catch (InvalidOperationException)
        {
            return (ErrorCode.Encoding, "A property name is not valid UTF-8.");
        }
    }

    private Property NameOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals(_textName)) return Property.Text;
        if (reader.ValueTextEquals(_idName)) return Property.Id;
        if (reader.ValueTextEquals("source"u8)) return Property.Source;
        return reader.ValueTextEquals("timestamp"u8) ? Property.Timestamp : Property.None;
    }

    private static bool Take(Property property, ref Utf8JsonReader reader, ref DocumentRecord document)
    {
        if (property == Property.None)
        {
            reader.Skip();
            return true;
        }

        if (reader.TokenType == JsonTokenType.Null) return property != Property.Text;
        if (reader.TokenType == JsonTokenType.Number && property == Property.Id)
        {
            document.Id = JsonString.Token(reader.ValueSpan);
            return true;
        }

        if (reader.TokenType != JsonTokenType.String) return false;
        JsonString value = JsonString.Token(reader.ValueSpan);
        switch (property)
        {
            case Property.Id: document.Id = value; break;
            case Property.Text: document.Text = value; break;
            case Property.Source: document.Source = value; break;
            default: document.Timestamp = value; break;
        }

        return true;
    }

    private string WordFor(Property property) => property switch
    {
        Property.Id => Encoding.UTF8.GetString(_idName),
        Property.Text => Encoding.UTF8.GetString(_textName),
        Property.Source => "source",
        _ => "timestamp",
    };

    [Flags]
    private enum Property
    {
        None = 0,
        Id = 1,
        Text = 2,
        Source = 4,
        Timestamp = 8,
    }
}
