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

    // Controls, line and paragraph separators, and what is not seen but turns the direction of what stands around it.
    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Escape(string text)
    {
        if (Ascii.IsValid(text) && !text.Any(char.IsControl)) return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsUnsafe(rune))
            {
                safe.Append(rune);
                continue;
            }

            foreach (char c in rune.ToString()) safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }

        return safe.ToString();
    }
}
