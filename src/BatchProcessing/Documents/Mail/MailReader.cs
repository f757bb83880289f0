using System.Text;

namespace BatchProcessing.Documents.Mail;

/// <summary>
/// Reads an e-mail message (RFC 5322, MIME by RFC 2045–2047) as one document: its subject and what it says, the plain
/// form of it where there is one. Attachments are passed over without being held. Sender and date become the document's
/// source and timestamp.
/// </summary>
internal static class MailReader
{
    /// <summary>Reads a message to its end.</summary>
    /// <exception cref="UnreadableFileException">It is no message, or cannot be read.</exception>
    public static async Task ReadAsync(Stream stream, DocumentIntake intake, CancellationToken cancellationToken)
    {
        var message = new MailParts(intake.Options.MaxTextBytes);
        using var lines = new LineReader(stream, message.MaxLineBytes);
        do
        {
            Take(lines, message);
        }
        while (await lines.FillAsync(cancellationToken));
        message.Complete();
        if (Add(message, intake)) await intake.FlushAsync(cancellationToken);
    }

    private static void Take(LineReader lines, MailParts message)
    {
        while (lines.TryRead(out ReadOnlySpan<byte> line)) message.Take(line, lines.IsTooLong);
    }

    private static bool Add(MailParts message, DocumentIntake intake)
    {
        MailHeaders headers = message.Headers;
        string subject = headers.Text("Subject");
        string body = message.Body.Trim();
        string text = subject.Length == 0 ? body : body.Length == 0 ? subject : $"{subject}\n\n{body}";
        return intake.Add(new DocumentRecord
        {
            Text = JsonString.Plain(Encoding.UTF8.GetBytes(text)),
            Source = JsonString.Plain(Encoding.UTF8.GetBytes(headers.Text("From"))),
            Timestamp = JsonString.Plain(Encoding.UTF8.GetBytes(headers.Text("Date"))),
        });
    }
}
