using System.Security.Cryptography;

namespace BatchProcessing.Cli.Backup;

/// <summary>What a file holds, in short.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
internal readonly record struct FileDigest(long Length, string Sha256)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Copies a stream to its end.</summary>
    public static async Task<FileDigest> CopyAsync(Stream source, Stream target, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long length = 0;
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0; length += read)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return new FileDigest(length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
