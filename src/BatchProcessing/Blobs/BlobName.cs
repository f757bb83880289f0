using System.Globalization;

namespace BatchProcessing.Blobs;

/// <summary>The names under which the blobs of a batch are stored.</summary>
public static class BlobName
{
    /// <summary>The folder of everything a batch owns.</summary>
    public static string FolderOf(Guid batchId) => batchId.ToString("N", CultureInfo.InvariantCulture);

    /// <summary>The input of the chunk that starts at an ordinal.</summary>
    public static string Input(Guid batchId, long firstOrdinal) =>
        string.Create(CultureInfo.InvariantCulture, $"{FolderOf(batchId)}/in/{firstOrdinal:D9}");

    /// <summary>The result of a chunk; run and fence make it new for every claim.</summary>
    public static string Result(Guid batchId, long firstOrdinal, int run, long fence) =>
        string.Create(CultureInfo.InvariantCulture, $"{FolderOf(batchId)}/out/{firstOrdinal:D9}.{run}.{fence}");

    /// <summary>The folder of a batch's inputs.</summary>
    public static string InputFolder(Guid batchId) => $"{FolderOf(batchId)}/in";

    /// <summary>The folder of a batch's results.</summary>
    public static string ResultFolder(Guid batchId) => $"{FolderOf(batchId)}/out";

    /// <summary>The folder of the mark that says which database the blobs belong to.</summary>
    public static string OwnerFolder => "owner";

    /// <summary>The mark of a database.</summary>
    public static string Owner(Guid identity) => $"{OwnerFolder}/{identity:N}";

    /// <summary>Whether a name has only the characters of a blob's, and stays below the root.</summary>
    public static bool IsValid(string name) =>
        name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '/')
        && name.Length > 0 && name[0] is not ('/' or '.') && !name.Contains("..", StringComparison.Ordinal);

    /// <summary>Checks a name.</summary>
    /// <exception cref="ArgumentException">It is none of a blob.</exception>
    public static void ThrowIfInvalid(string name)
    {
        if (!IsValid(name)) throw new ArgumentException($"'{name}' is no blob name.", nameof(name));
    }
}
