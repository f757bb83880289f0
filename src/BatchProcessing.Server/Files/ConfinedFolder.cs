using System.Text;
using System.Text.RegularExpressions;
using BatchProcessing.Documents;
using BatchProcessing.Files;
using BatchProcessing.Server.Api.Problems;

namespace BatchProcessing.Server.Files;

/// <summary>
/// Opens files below one folder and nowhere else. Paths are relative, links are not followed at any segment, and after
/// opening the system is asked where the file really is, for a link may have been put in place meanwhile.
/// </summary>
internal sealed partial class ConfinedFolder
{
    private const int MaxCharacters = 1_000;
    private const int MaxNameBytes = 255; // NAME_MAX of Linux, and what other systems have
    private const int PartialEndBytes = 41; // as PartialEnd says
    private const int MaxShown = 60;
    private const int MaxLinks = 40; // as the kernel follows before it gives up

    private readonly string _root;

    [GeneratedRegex(@"^\.[0-9a-f]{32}\.partial\z", RegexOptions.CultureInvariant)]
    private static partial Regex PartialEnd { get; }

    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public ConfinedFolder(string root)
    {
        if (!Directory.Exists(root)) throw new DirectoryNotFoundException($"Files:Root is '{root}', which is no folder.");
        _root = RealPath(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), MaxLinks);
    }

    /// <summary>Opens an existing file.</summary>
    /// <param name="field">The name of the request's field, for messages.</param>
    /// <param name="path">A relative path.</param>
    /// <exception cref="UploadRejectedException">There is no such file, or it is not in the folder.</exception>
    public FileStream OpenRead(string field, string? path)
    {
        string full = Resolve(field, path);
        if (!File.Exists(full)) throw NoFile(field, path!);
        return Verified(field, path!, full, () => PlainFile.OpenRead(full));
    }

    /// <summary>Makes a new file beside another, under a name that nobody can guess.</summary>
    /// <exception cref="UploadRejectedException">The other's folder is missing, or it is not in the folder.</exception>
    public FileStream CreateBeside(string field, string? path)
    {
        string full = Resolve(field, path, MaxNameBytes - PartialEndBytes);
        if (Directory.Exists(full)) throw Invalid(field, path, "is a folder");
        if (!Directory.Exists(Path.GetDirectoryName(full))) throw NoFile(field, path!);
        DeleteLeftovers(full);
        string partial = $"{full}.{Guid.NewGuid():N}.partial";
        return Verified(field, path!, partial, () => new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20));
    }

    /// <summary>Puts a finished file in the other's place, at once.</summary>
    public void Publish(FileStream finished, string field, string? path)
    {
        string full = Resolve(field, path);
        File.Move(finished.Name, full, overwrite: true);
    }

    // What killed processes have left of the same output. One that another process still writes is locked.
    private static void DeleteLeftovers(string full)
    {
        string name = Path.GetFileName(full);
        foreach (FileInfo file in new DirectoryInfo(Path.GetDirectoryName(full)!).EnumerateFiles("*.partial"))
        {
            if (!file.Name.StartsWith(name, StringComparison.Ordinal) || !PartialEnd.IsMatch(file.Name.AsSpan(name.Length))) continue;
            if (file.LinkTarget is not null) continue;
            try
            {
                // Both directions: to read or to write alone would wait for the other end of a pipe.
                using var left = new FileStream(file.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                file.Delete();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is in use, or not ours.
            }
        }
    }

    private string Resolve(string field, string? path, int maxNameBytes = MaxNameBytes)
    {
        if (string.IsNullOrEmpty(path)) throw Invalid(field, path, "is empty");
        if (path.Length > MaxCharacters) throw Invalid(field, path, $"has more than {MaxCharacters} characters");
        if (path.Any(char.IsControl)) throw Invalid(field, path, "has control characters");
        if (Path.IsPathRooted(path) || path.Contains('\\', StringComparison.Ordinal) || path.Contains(':', StringComparison.Ordinal))
            throw Invalid(field, path, "is not a relative path of names and '/'");
        string full = _root;
        foreach (string segment in path.Split('/'))
        {
            if (segment is "" or "." or "..") throw Invalid(field, path, "has an empty segment, '.' or '..'");
            if (Encoding.UTF8.GetByteCount(segment) > maxNameBytes) throw Invalid(field, path, $"has a name of more than {maxNameBytes} bytes");
            full = Path.Combine(full, segment);
            if (new FileInfo(full).LinkTarget is not null) throw Invalid(field, path, "goes over a link, which is not followed");
        }

        return full;
    }

    private static FileStream Verified(string field, string path, string full, Func<FileStream> open)
    {
        FileStream file;
        try
        {
            file = open();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            throw Invalid(field, path, "cannot be opened as a plain file");
        }

        if (file.CanSeek && RealPathOf(file) == full) return file;
        file.Dispose();
        throw Invalid(field, path, "is no plain file in the folder");
    }

    private static string RealPathOf(FileStream file)
    {
        string descriptor = $"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}";
        return OperatingSystem.IsLinux() ? new FileInfo(descriptor).LinkTarget ?? "" : file.Name;
    }

    private static string RealPath(string path, int linksLeft)
    {
        string real = Path.GetPathRoot(path)!;
        foreach (string segment in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, segment);
            if (new DirectoryInfo(real).LinkTarget is not { } target) continue;
            if (linksLeft == 0) throw new DirectoryNotFoundException($"'{path}' is a circle of links.");
            real = RealPath(Path.GetFullPath(target, Path.GetDirectoryName(real)!), linksLeft - 1);
        }

        return real;
    }

    private static UploadRejectedException NoFile(string field, string path) =>
        new(ProblemType.NotFound, $"{field} is '{Shorten(path)}', which is not there.");

    private static UploadRejectedException Invalid(string field, string? path, string fault) =>
        new(ProblemType.Validation, $"{field} is '{Shorten(path ?? "")}', which {fault}.");

    private static string Shorten(string path)
    {
        string clean = new([.. path.Take(MaxShown).Where(c => !char.IsControl(c))]);
        return path.Length <= MaxShown ? clean : clean + "…";
    }
}
