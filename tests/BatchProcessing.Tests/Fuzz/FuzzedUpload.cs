using System.Reflection;
using System.Text.Json;
using BatchProcessing.Chunks;
using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Fuzz;

/// <summary>One damaged file through the reader, intake and chunk writer of an upload, and a look at what they wrote.</summary>
internal static class FuzzedUpload
{
    private static readonly HashSet<string?> Codes =
        [.. typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string?)f.GetRawConstantValue())];

    private static readonly UploadOptions Limits = new() { MaxTextBytes = 64 << 10, MaxUnpackedBytes = 16 << 20, MaxDocuments = 20_000 };

    /// <summary>Reads it.</summary>
    /// <returns>The slug of the refusal, the code of the last error, or <c>fine</c>.</returns>
    public static async Task<string> ReadAsync(string name, byte[] input)
    {
        var blobs = new MemoryBlobs();
        using var writer = new ChunkWriter(blobs, new ChunkOptions(), Guid.Empty);
        var intake = new DocumentIntake(writer, Limits, failOnInvalid: false);
        intake.BeginSource(name);
        try
        {
            using var content = new MemoryStream(input);
            await new UploadFileReader(new TableOptions()).ReadAsync(new DeclaredFile(name, FileName.KindOf(name)), content, intake, CancellationToken.None);
        }
        catch (UploadRejectedException e)
        {
            Assert.NotEmpty(e.Message);
            return e.Type;
        }

        await writer.CompleteAsync(CancellationToken.None);
        return Check(blobs, intake.Count);
    }

    private static string Check(MemoryBlobs blobs, long documents)
    {
        string outcome = documents == 0 ? "no document" : "fine";
        long ordinal = 0;
        foreach (byte[] chunk in blobs.Contents)
        {
            for (ReadOnlySpan<byte> rest = chunk; rest.IndexOf((byte)'\n') is >= 0 and var end; rest = rest[(end + 1)..])
            {
                JsonElement line = JsonElement.Parse(rest[..end]);
                Assert.Equal(ordinal++, line.GetProperty("ordinal").GetInt64());
                if (!line.TryGetProperty("error", out JsonElement error)) continue;
                outcome = error.GetProperty("code").GetString()!;
                Assert.Contains(outcome, Codes);
            }
        }

        Assert.Equal(documents, ordinal);
        return outcome;
    }
}
