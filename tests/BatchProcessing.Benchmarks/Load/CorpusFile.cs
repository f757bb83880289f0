using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>A file of generated comments with the ids <c>c0000001</c>, <c>c0000002</c> and so on.</summary>
/// <param name="Path">The file.</param>
/// <param name="ContentType">How it is uploaded.</param>
/// <param name="Documents">Comments in it.</param>
/// <param name="TextBytes">UTF-8 bytes of the comments alone.</param>
internal sealed record CorpusFile(string Path, string ContentType, int Documents, long TextBytes)
{
    /// <summary>The format of one JSON object a line, with <c>id</c> and <c>text</c>.</summary>
    public const string JsonLines = "jsonl";

    /// <summary>The format of CSV with the header <c>id,text</c>.</summary>
    public const string Csv = "csv";

    private const int BufferBytes = 1 << 20;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Bytes of the file.</summary>
    public long Length => new FileInfo(Path).Length;

    /// <summary>The id of a comment by its 0-based place.</summary>
    public static string IdOf(int ordinal) => string.Create(CultureInfo.InvariantCulture, $"c{ordinal + 1:D7}");

    /// <summary>Generates a file.</summary>
    public static CorpusFile Write(string path, string format, int documents, int seed) =>
        format == Csv ? WriteCsv(path, documents, seed) : WriteJsonLines(path, documents, seed);

    private static CorpusFile WriteJsonLines(string path, int documents, int seed)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Readable);
        return Write(path, "application/x-ndjson", documents, seed, header: null, (id, text, file) =>
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("text", text);
            json.WriteEndObject();
            json.Flush();
            file.Write(buffer.WrittenSpan);
            file.WriteByte((byte)'\n');
            buffer.ResetWrittenCount();
            json.Reset();
        });
    }

    private static CorpusFile WriteCsv(string path, int documents, int seed) =>
        Write(path, "text/csv", documents, seed, "id,text\r\n", static (id, text, file) =>
            file.Write(Encoding.UTF8.GetBytes($"{id},\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n")));

    private static CorpusFile Write(
        string path, string contentType, int documents, int seed, string? header, Action<string, string, Stream> writeRow)
    {
        var comments = new CommentGenerator(seed);
        var textBytes = 0L;
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes);
        file.Write(Encoding.UTF8.GetBytes(header ?? ""));
        for (var ordinal = 0; ordinal < documents; ordinal++)
        {
            var text = comments.Next().ToString();
            textBytes += Encoding.UTF8.GetByteCount(text);
            writeRow(IdOf(ordinal), text, file);
        }

        return new CorpusFile(path, contentType, documents, textBytes);
    }
}
