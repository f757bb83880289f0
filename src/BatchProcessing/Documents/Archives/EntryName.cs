namespace BatchProcessing.Documents.Archives;

/// <summary>
/// Names inside archives as they are shown: <c>archive.zip/folder/file.csv</c>. They are never used as paths; what
/// would climb out of a folder is left out all the same.
/// </summary>
internal static class EntryName
{
    private const int MaxCharacters = 200;

    /// <summary>Whether an entry is something to read, and no folder or one of the files that systems hide in archives.</summary>
    public static bool IsFile(string raw)
    {
        string name = raw.Replace('\\', '/');
        return !name.EndsWith('/') && !name.StartsWith("__MACOSX/", StringComparison.Ordinal)
            && !name[(name.LastIndexOf('/') + 1)..].StartsWith('.');
    }

    /// <summary>The name to show.</summary>
    /// <param name="archive">The archive's cleaned name, or null for a raw body.</param>
    /// <param name="raw">The entry's raw name.</param>
    /// <exception cref="UploadRejectedException">Nothing is left of the name.</exception>
    public static string Clean(string? archive, string raw)
    {
        string last = FileName.Clean(raw);
        string[] folders = raw.Split('/', '\\');
        IEnumerable<string> clean = folders[..^1].Select(CleanFolder).Where(f => f.Length > 0);
        string path = string.Join('/', [.. clean, last]);
        return (archive is null ? "" : archive + "/") + (path.Length <= MaxCharacters ? path : last);
    }

    private static string CleanFolder(string raw) => raw is "" or "." or ".."
        ? ""
        : new string([.. raw.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not (':' or '\uFFFD'))]).Trim();
}
