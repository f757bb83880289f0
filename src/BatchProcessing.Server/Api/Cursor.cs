using System.Buffers.Text;
using System.Globalization;
using System.Text;
using BatchProcessing.Documents;
using BatchProcessing.Tenants;

namespace BatchProcessing.Server.Api;

/// <summary>Where a list goes on: opaque to callers.</summary>
internal static class Cursor
{
    /// <summary>A cursor that stands behind a batch.</summary>
    public static string AfterBatch(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));

    /// <summary>A cursor that stands before an ordinal.</summary>
    public static string AtOrdinal(long ordinal) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(ordinal.ToString(CultureInfo.InvariantCulture)));

    /// <exception cref="UploadRejectedException">The text is no such cursor.</exception>
    public static Guid? ToBatch(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return null;
        return Decode(cursor) is { Length: 16 } bytes ? new Guid(bytes, bigEndian: true) : throw Invalid();
    }

    /// <exception cref="UploadRejectedException">The text is no such cursor.</exception>
    public static long ToOrdinal(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return 0;
        return long.TryParse(Decode(cursor), NumberStyles.None, CultureInfo.InvariantCulture, out long ordinal) ? ordinal : throw Invalid();
    }

    /// <summary>A cursor that stands behind a tenant.</summary>
    public static string AfterTenant(string id) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(id));

    /// <exception cref="UploadRejectedException">The text is no such cursor.</exception>
    public static string? ToTenant(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return null;
        string id = Encoding.ASCII.GetString(Decode(cursor));
        return TenantAccount.IsId(id) ? id : throw Invalid();
    }

    private static byte[] Decode(string cursor)
    {
        try
        {
            return cursor.Length <= 96 ? Base64Url.DecodeFromChars(cursor) : throw Invalid();
        }
        catch (FormatException)
        {
            throw Invalid();
        }
    }

    private static UploadRejectedException Invalid() =>
        new("invalid-cursor", "The cursor is not one of this list; use the nextCursor of an answer as it came.");
}
