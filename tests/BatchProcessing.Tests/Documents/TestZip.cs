using System.IO.Compression;
using System.Text;

namespace BatchProcessing.Tests.Documents;

/// <summary>Makes ZIP archives and Office documents out of their parts.</summary>
internal static class TestZip
{
    private const string Relationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public static byte[] Of(params (string Name, string Content)[] entries) =>
        Of([.. entries.Select(e => (e.Name, Encoding.UTF8.GetBytes(e.Content)))]);

    public static byte[] Of(params (string Name, byte[] Content)[] entries)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A workbook with one sheet and, if given, shared texts.</summary>
    public static byte[] Workbook(string rows, string? sharedStrings = null) => Of(
        ("_rels/.rels", Related(("officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", $"<workbook xmlns:r=\"{Types}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r0\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", sharedStrings is null
            ? Related(("worksheet", "worksheets/sheet1.xml"))
            : Related(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"))),
        ("xl/worksheets/sheet1.xml", $"<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        ("xl/sharedStrings.xml", sharedStrings ?? "<sst/>"));

    /// <summary>A Word document.</summary>
    public static byte[] Word(string document) => Of(
        ("_rels/.rels", Related(("officeDocument", "word/document.xml"))), ("word/document.xml", document));

    /// <summary>An Office document of which one part is given.</summary>
    /// <param name="part"><c>word</c>, <c>sheet</c>, or <c>workbook</c> for its shared texts.</param>
    /// <param name="content">The part.</param>
    public static byte[] Parts(string part, byte[] content) => Of(
        ("_rels/.rels", Utf8(Related(("officeDocument", part == "word" ? "word/document.xml" : "xl/workbook.xml")))),
        ("word/document.xml", content),
        ("xl/workbook.xml", Utf8($"<workbook xmlns:r=\"{Types}\"><sheets><sheet r:id=\"r0\"/></sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", Utf8(Related(("worksheet", "sheet.xml"), ("sharedStrings", "strings.xml")))),
        ("xl/sheet.xml", part == "sheet" ? content : Utf8("<worksheet><row><c t=\"str\"><v>text</v></c></row><row><c t=\"s\"><v>1</v></c></row></worksheet>")),
        ("xl/strings.xml", part == "workbook" ? content : Utf8("<sst><si><t>one</t></si><si><t>two</t></si></sst>")));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Related(params (string Type, string Target)[] parts) =>
        $"<Relationships xmlns=\"{Relationships}\">{string.Concat(parts.Select((p, i) => $"<Relationship Id=\"r{i}\" Type=\"{Types}/{p.Type}\" Target=\"{p.Target}\"/>"))}</Relationships>";
}
