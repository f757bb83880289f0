using System.Security.Cryptography;
using BatchProcessing.Blobs;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Models;

/// <summary>Gives the files of ready versions away, as the library reads them that scores them.</summary>
/// <param name="blobs">The files.</param>
/// <param name="reader">Tells whose they are.</param>
public sealed class ModelFiles(IBlobStore blobs, TextModelReader reader)
{
    private const int Remembered = 256;

    private readonly RecentlyUsed<Guid, Facts> _facts = new(Remembered);

    /// <summary>Opens the file of a ready version.</summary>
    /// <exception cref="FileNotFoundException">It is not there: the version was deleted meanwhile.</exception>
    public async Task<GivenFile> OpenAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        string name = ModelBlob.FileOf(version.Id, version.Checksum!);
        Facts facts = await _facts.GetOrMakeAsync(version.Id, () => LookAsync(version, name));
        if (facts.Prefix == 0) return new GivenFile(new BlobSequenceStream(blobs, [(name, facts.Length)]), facts.Extension, facts.Sha256);
        // Only a file whose columns the configuration names has something of ours before it.
        return new GivenFile(await CopyAsync(name, facts.Prefix, cancellationToken), facts.Extension, facts.Sha256);
    }

    private async Task<Facts> LookAsync(ModelVersion version, string name)
    {
        BlobEntry? entry = await blobs.ListAsync(ModelBlob.FolderOf(version.Id), CancellationToken.None).FirstOrDefaultAsync(b => b.Name == name);
        if (entry is not { Length: var length }) throw new FileNotFoundException($"The file of {version.Reference} is not there.");
        byte[] opening = new byte[Math.Min(length, TextModelReader.OpeningBytes)];
        await blobs.ReadAsync(name, offset: 0, opening, CancellationToken.None);
        ITextModelRuntime runtime = reader.RuntimeOf(opening, version.Reference);
        int prefix = runtime.PrefixBytes(opening);
        await using Stream file = await blobs.OpenReadAsync(name, prefix, CancellationToken.None);
        return new Facts(length - prefix, prefix, runtime.FileExtension, Convert.ToHexStringLower(await SHA256.HashDataAsync(file)));
    }

    private async Task<MemoryStream> CopyAsync(string name, int prefix, CancellationToken cancellationToken)
    {
        await using Stream file = await blobs.OpenReadAsync(name, prefix, cancellationToken);
        var copy = new MemoryStream();
        await file.CopyToAsync(copy, cancellationToken);
        copy.Position = 0;
        return copy;
    }

    private sealed record Facts(long Length, int Prefix, string Extension, string Sha256);
}
