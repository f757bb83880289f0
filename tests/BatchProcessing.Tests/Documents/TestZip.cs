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

    private static string Related(params (string Type, string Target)[] parts) =>
        $"<Relationships xmlns=\"{Relationships}\">{string.Concat(parts.Select((p, i) => $"<Relationship Id=\"r{i}\" Type=\"{Types}/{p.Type}\" Target=\"{p.Target}\"/>"))}</Relationships>";
}
