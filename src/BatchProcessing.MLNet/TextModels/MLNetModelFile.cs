using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.MLNet.TextModels;

/// <summary>
/// A model as it is kept: the <c>.zip</c> as ML.NET saved it, or, where columns were named, behind a header: magic, length
/// of the columns (int32, little-endian), the columns as JSON.
/// </summary>
internal static class MLNetModelFile
{
    private static ReadOnlySpan<byte> Magic => "MLNETCOL"u8;

    private static ReadOnlySpan<byte> ZipMagic => "PK\x03\x04"u8;

    public static bool IsOne(ReadOnlySpan<byte> opening) => opening.StartsWith(ZipMagic) || opening.StartsWith(Magic);

    /// <summary>Bytes before the <c>.zip</c>.</summary>
    public static int PrefixBytes(ReadOnlySpan<byte> opening) => opening.StartsWith(Magic)
        ? Magic.Length + sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(opening[Magic.Length..])
        : 0;

    /// <summary>SHA-256 of the file: of the <c>.zip</c> itself where no columns were named.</summary>
    public static string ChecksumOf(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    public static byte[] WithColumns(byte[] zip, TextModelColumns columns)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(columns, JsonSerializerOptions.Web);
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
        return [.. Magic, .. length, .. json, .. zip];
    }

    /// <exception cref="InvalidModelFileException">The header is damaged.</exception>
    public static (TextModelColumns Columns, MemoryStream Zip) Open(byte[] file, string name)
    {
        if (!file.AsSpan().StartsWith(Magic)) return (new TextModelColumns(null, null, null), new MemoryStream(file, writable: false));
        int header = Magic.Length + sizeof(int);
        int length = file.Length < header ? -1 : BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(Magic.Length));
        if (length < 0 || length > file.Length - header) throw new InvalidModelFileException($"{name} is truncated or damaged.");
        try
        {
            TextModelColumns columns = JsonSerializer.Deserialize<TextModelColumns>(file.AsSpan(header, length), JsonSerializerOptions.Web)!;
            return (columns, new MemoryStream(file, header + length, file.Length - header - length, writable: false));
        }
        catch (JsonException e)
        {
            throw new InvalidModelFileException($"{name} is damaged: {e.Message}", e);
        }
    }
}
