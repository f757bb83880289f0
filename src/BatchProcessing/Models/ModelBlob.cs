using System.Globalization;

namespace BatchProcessing.Models;

/// <summary>The names under which the blobs of a model version are stored.</summary>
public static class ModelBlob
{
    /// <summary>The folder of everything a version owns.</summary>
    public static string FolderOf(Guid id) => string.Create(CultureInfo.InvariantCulture, $"models/{id:N}");

    /// <summary>The model file an attempt made.</summary>
    public static string FileOf(Guid id, string checksum) => $"{FolderOf(id)}/{checksum.ToLowerInvariant()}";

    /// <summary>A part of the labelled rows.</summary>
    public static string DataOf(Guid id, int part) => string.Create(CultureInfo.InvariantCulture, $"{FolderOf(id)}/data.{part:D5}");
}
