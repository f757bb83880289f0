using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>
/// Tells an upload that is sent again from another one: a SHA-256 over the options and each file's name, kind,
/// hash and charset. Boundary, order of options and compression leave it as it is. Every part is preceded by its length, so that no
/// two uploads run into the same bytes.
/// </summary>
internal sealed class UploadFingerprint
{
    private readonly List<string> _files = [];

    /// <summary>Adds the next file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sha256">The SHA-256 of its content after decompression.</param>
    public void Add(UploadFile file, string sha256)
    {
        _files.Add(file.Name is null ? "body" : $"file {file.Name}");
        _files.Add(file.Kind.ToString());
        _files.Add(sha256);
        // The same bytes are other documents in another charset.
        if (file.Declared.Charset is { } charset) _files.Add($"charset {charset.WebName}");
    }

    /// <summary>The fingerprint in lower-case hexadecimal, when all files and options are known.</summary>
    public string Of(OptionFields options)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, string value) in options.Given)
        {
            Append(all, name);
            Append(all, value);
        }

        Append(all, "");
        foreach (string part in _files) Append(all, part);
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static void Append(IncrementalHash all, string part)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        all.AppendData(length);
        all.AppendData(bytes);
    }
}
