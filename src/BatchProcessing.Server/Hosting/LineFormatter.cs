using System.Globalization;
using System.Text;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace BatchProcessing.Server.Hosting;

/// <summary>
/// One event, one line of text: whatever a caller puts into a name, it cannot begin another line, nor steer a terminal.
/// Lines of exceptions are indented.
/// </summary>
public sealed class LineFormatter : ITextFormatter
{
    private const string Indent = "    ";

    private readonly MessageTemplateTextFormatter _line =
        new("{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var line = new StringWriter(CultureInfo.InvariantCulture);
        _line.Format(logEvent, line);
        output.WriteLine(Escape(line.ToString()));
        if (logEvent.Exception is not { } exception) return;
        foreach (string part in exception.ToString().ReplaceLineEndings("\n").Split('\n')) output.WriteLine(Indent + Escape(part));
    }

    // C0 and C1 controls, and what Unicode calls line and paragraph separators.
    private static bool IsUnsafe(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    private static string Escape(string text)
    {
        if (!text.Any(IsUnsafe)) return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            if (IsUnsafe(c)) safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else safe.Append(c);
        }

        return safe.ToString();
    }
}
