using BatchProcessing.Documents.Archives;

namespace BatchProcessing.Documents.Office;

/// <summary>The parts of an Office document (ECMA-376 part 2): a ZIP archive whose entries refer to each other by type.</summary>
internal sealed class OfficePackage
{
    private readonly ZipContents _contents;
    private readonly Dictionary<string, ZipEntryHeader> _parts = new(StringComparer.OrdinalIgnoreCase);

    private OfficePackage(ZipContents contents)
    {
        _contents = contents;
        foreach (ZipEntryHeader entry in contents.Entries)
        {
            if (!_parts.TryAdd(entry.Name.TrimStart('/'), entry))
                throw UnreadableFileException.Corrupt($"The part '{entry.ShownName}' is there twice.");
        }
    }

    /// <summary>The part that everything else hangs on.</summary>
    public string MainPart { get; private set; } = "";

    /// <summary>Opens a document.</summary>
    /// <exception cref="UnreadableFileException">It is no Office document, is damaged, or passes a limit.</exception>
    public static OfficePackage Open(SpoolFile file, UploadOptions limits, UnpackBudget budget)
    {
        var package = new OfficePackage(ZipContents.Open(file, limits, budget));
        package.MainPart = package.Related("", "officeDocument").Values.FirstOrDefault()
            ?? throw OfficeFileReader.Mismatch("an Office document", "another ZIP archive");
        return package;
    }

    /// <summary>Opens a part as XML.</summary>
    /// <exception cref="UnreadableFileException">There is no such part, or it is damaged.</exception>
    public PartXml Read(string part) => _parts.TryGetValue(part, out ZipEntryHeader? entry)
        ? new PartXml(part, _contents.Open(entry))
        : throw UnreadableFileException.Corrupt($"The part '{MessageText.Shorten(part)}' is missing.");

    /// <summary>What a part refers to.</summary>
    /// <param name="part">The part, or empty for the document itself.</param>
    /// <param name="type">The last word of the relationship's type, for example <c>worksheet</c>.</param>
    /// <returns>The names of parts by the ids of their relationships; nothing outside of the document.</returns>
    public IReadOnlyDictionary<string, string> Related(string part, string type)
    {
        string folder = part[..(part.LastIndexOf('/') + 1)];
        string relationships = $"{folder}_rels/{part[folder.Length..]}.rels";
        Dictionary<string, string> related = new(StringComparer.Ordinal);
        if (!_parts.ContainsKey(relationships)) return related;
        using PartXml xml = Read(relationships);
        while (xml.Read())
        {
            if (!xml.IsElement("Relationship") || xml.Attribute("TargetMode") == "External") continue;
            if (xml.Attribute("Type")?.EndsWith("/" + type, StringComparison.Ordinal) == true && xml.Attribute("Id") is { } id)
                related[id] = Resolve(folder, xml.Attribute("Target") ?? "");
        }

        return related;
    }

    private static string Resolve(string folder, string target)
    {
        List<string> segments = [];
        foreach (string segment in (target.StartsWith('/') ? target : folder + target).Split('/'))
        {
            if (segment == ".." && segments.Count > 0) segments.RemoveAt(segments.Count - 1);
            else if (segment is not ("" or "." or "..")) segments.Add(segment);
        }

        return string.Join('/', segments);
    }
}
