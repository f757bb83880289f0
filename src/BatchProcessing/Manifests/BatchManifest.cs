using System.Security.Cryptography;
using System.Text;
using BatchProcessing.Documents;

namespace BatchProcessing.Manifests;

/// <summary>
/// What an ended batch was made from and what came of it, in hashes: enough to check a download, or the input that
/// somebody still has, without trusting the service. Hashes are SHA-256 in lower-case hexadecimal.
/// </summary>
public sealed record BatchManifest
{
    /// <summary>The batch.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>The generation of the batch that the results are of.</summary>
    public required int Run { get; init; }

    /// <summary>completed, cancelled or failed.</summary>
    public required string Status { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Documents of the input, bad rows included.</summary>
    public required long Documents { get; init; }

    /// <summary>Documents with results.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Documents with an error.</summary>
    public required long Failed { get; init; }

    /// <summary>Documents left without a result.</summary>
    public required long NotProcessed { get; init; }

    /// <summary>The input files in the order of the upload.</summary>
    public required IReadOnlyList<SourceFile> Files { get; init; }

    /// <summary>The model versions the batch is pinned to.</summary>
    public required IReadOnlyList<ManifestModel> Models { get; init; }

    /// <summary>The hash over the hashes of all chunks: see <see cref="HashOf"/>.</summary>
    public required string ResultsSha256 { get; init; }

    /// <summary>The pieces of the results in the order of their documents.</summary>
    public required IReadOnlyList<ManifestChunk> Chunks { get; init; }

    /// <summary>
    /// The SHA-256 over the chunks' hashes in their order, each in lower-case hexadecimal and followed by a line feed; a
    /// chunk without a hash counts as <c>-</c>.
    /// </summary>
    public static string HashOf(IEnumerable<string?> chunkHashes)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string? hash in chunkHashes) all.AppendData(Encoding.ASCII.GetBytes($"{hash ?? "-"}\n"));
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}
