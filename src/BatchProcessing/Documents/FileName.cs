using System.Text;

namespace BatchProcessing.Documents;

/// <summary>File names as callers send them are never used for storage; what is shown is their cleaned last segment.</summary>
public static class FileName
{
    private const int MaxCharacters = 200;

    /// <summary>The last segment of a raw name, without control characters, at most 200 characters.</summary>
    /// <exception cref="UploadRejectedException">Nothing is left of it.</exception>
    public static string Clean(string? raw)
    {
        string name = raw ?? "";
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new StringBuilder(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) && rune != Rune.ReplacementChar) clean.Append(rune);
        }

        name = clean.ToString().Trim();
        if (name.Length == 0 || name is "." or "..")
            throw new UploadRejectedException("invalid-filename", "A file part has no usable file name.");
        return name.Length <= MaxCharacters ? name : Shorten(name);
    }

    /// <summary>What a file is by its extension.</summary>
    /// <exception cref="UploadRejectedException">The extension is none that can be read.</exception>
    public static FileKind KindOf(string cleanName) => Path.GetExtension(cleanName).ToLowerInvariant() switch
    {
        ".txt" or ".text" => FileKind.Text,
        ".md" or ".markdown" => FileKind.Markdown,
        ".html" or ".htm" => FileKind.Html,
        ".csv" or ".tsv" => FileKind.Csv,
        ".jsonl" or ".ndjson" => FileKind.JsonLines,
        ".xlsx" or ".xlsm" or ".xls" => FileKind.Workbook,
        ".docx" or ".docm" => FileKind.WordDocument,
        ".eml" => FileKind.Email,
        ".zip" => FileKind.Archive,
        var other => throw new UploadRejectedException("unsupported-file-type",
            $"The file '{cleanName}' has the extension '{other}'; files may be txt, md, html, csv, tsv, jsonl, ndjson, xlsx, xls, docx, eml or zip."),
    };

    private static string Shorten(string name)
    {
        string extension = Path.GetExtension(name);
        int cut = MaxCharacters - Math.Min(extension.Length, 20);
        if (char.IsHighSurrogate(name[cut - 1])) cut--;
        return name[..cut] + (extension.Length <= 20 ? extension : "");
    }
}
