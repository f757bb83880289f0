namespace BatchProcessing.Documents.Office;

/// <summary>What must be known of a workbook before its rows can be read.</summary>
/// <param name="SheetPart">The part of its first visible sheet.</param>
/// <param name="CountsFrom1904">Whether its dates count from 1904, as those of old Macintosh files do.</param>
/// <param name="Formats">Which cells are dates.</param>
/// <param name="Strings">The texts that cells refer to.</param>
internal sealed record Workbook(string SheetPart, bool CountsFrom1904, CellFormats Formats, SharedStrings Strings) : IDisposable
{
    /// <summary>Reads it.</summary>
    /// <exception cref="UnreadableFileException">The document is no workbook, or is damaged.</exception>
    public static Workbook Read(OfficePackage package, string folder, UploadOptions limits)
    {
        (string? sheet, bool countsFrom1904) = ReadMain(package);
        IReadOnlyDictionary<string, string> sheets = package.Related(package.MainPart, "worksheet");
        if (sheet is null || !sheets.TryGetValue(sheet, out string? part))
            throw UnreadableFileException.Corrupt("The workbook has no visible sheet.");
        using PartXml? styles = Open(package, "styles");
        using PartXml? strings = Open(package, "sharedStrings");
        return new Workbook(part, countsFrom1904, CellFormats.Read(styles), SharedStrings.Read(strings, folder, limits));
    }

    /// <inheritdoc/>
    public void Dispose() => Strings.Dispose();

    private static (string? Sheet, bool CountsFrom1904) ReadMain(OfficePackage package)
    {
        using PartXml xml = package.Read(package.MainPart);
        string? sheet = null;
        bool countsFrom1904 = false;
        bool isWorkbook = false;
        while (xml.Read())
        {
            if (xml.IsElement("workbook")) isWorkbook = true;
            else if (xml.IsElement("workbookPr")) countsFrom1904 = xml.Attribute("date1904") is "1" or "true";
            else if (sheet is null && xml.IsElement("sheet") && xml.Attribute("state") is null or "visible") sheet = xml.RelationshipId();
        }

        return isWorkbook ? (sheet, countsFrom1904) : throw OfficeFileReader.Mismatch("a workbook", "another Office document");
    }

    private static PartXml? Open(OfficePackage package, string type) =>
        package.Related(package.MainPart, type).Values.FirstOrDefault() is { } part ? package.Read(part) : null;
}
