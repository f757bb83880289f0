using System.Buffers;
using System.Security.Cryptography;

namespace BatchProcessing.Documents;

/// <summary>Hashes what is read from a stream on its way, so that a file's hash costs no reading of its own.</summary>
/// <param name="inner">The stream; it is not disposed with this one.</param>
public sealed class HashedStream(Stream inner) : ForwardOnlyStream
{
    private const int DrainBytes = 64 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes read so far.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..read]);
        Count += read;
        return read;
    }

    /// <summary>Reads what is left, which a reader that gave up may not have read. Called once.</summary>
    /// <returns>The SHA-256 of the whole stream in lower-case hexadecimal.</returns>
    public async Task<string> CompleteAsync(CancellationToken cancellationToken)
    {
        byte[] rest = ArrayPool<byte>.Shared.Rent(DrainBytes);
        try
        {
            while (await ReadAsync(rest, cancellationToken) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rest);
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
