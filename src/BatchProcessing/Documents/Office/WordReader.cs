namespace BatchProcessing.Documents.Office;

/// <summary>
/// Reads a Word document (ECMA-376, WordprocessingML) as one document: the text of its body, a line a paragraph. Deleted
/// text, field codes, headers, footers and notes are left out.
/// </summary>
internal static class WordReader
{
    /// <summary>Reads a document.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public static async Task ReadAsync(OfficePackage package, DocumentIntake intake, CancellationToken cancellationToken)
    {
        var text = new CellText(intake.Options.MaxTextBytes);
        using (PartXml xml = package.Read(package.MainPart))
        {
            bool isDocument = false;
            while (!text.IsTooLong && xml.Read())
            {
                isDocument |= xml.IsElement("document");
                Take(xml, text);
            }

            if (!isDocument) throw OfficeFileReader.Mismatch("a Word document", "another Office document");
        }

        if (text.IsTooLong) throw new UnreadableFileException(ErrorCode.TextTooLarge, $"The text has more than {intake.Options.MaxTextBytes} bytes.");
        if (intake.Add(new DocumentRecord { Text = JsonString.Plain(text.Utf8.TrimEnd((byte)'\n')) })) await intake.FlushAsync(cancellationToken);
    }

    private static void Take(PartXml xml, CellText text)
    {
        if (xml.IsElement("Fallback")) Skip(xml); // a second form of what has just been read
        else if (xml.IsElement("t")) ReadRun(xml, text);
        else if (xml.IsElement("tab")) text.Append("\t");
        else if (xml.IsElement("br") || xml.IsElement("cr") || xml.IsEnd("p")) text.Append("\n");
    }

    private static void ReadRun(PartXml xml, CellText text)
    {
        if (xml.IsEmptyElement) return;
        int depth = xml.Depth;
        while (!text.IsTooLong && xml.Read() && xml.Depth > depth)
        {
            if (xml.IsText) xml.AppendTo(text);
        }
    }

    private static void Skip(PartXml xml)
    {
        if (xml.IsEmptyElement) return;
        int depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
        }
    }
}
