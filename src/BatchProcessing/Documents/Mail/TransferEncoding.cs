using System.Globalization;

namespace BatchProcessing.Documents.Mail;

/// <summary>Undoes how parts of a message are packed for transport (RFC 2045 6). Faults are passed over, as mail readers do.</summary>
internal static class TransferEncoding
{
    /// <summary>The content of a part.</summary>
    /// <param name="name">Its header <c>Content-Transfer-Encoding</c>, in lower case.</param>
    /// <param name="content">The part as it came.</param>
    public static byte[] Decode(string name, ReadOnlySpan<byte> content) => name switch
    {
        "base64" => FromBase64(content),
        "quoted-printable" => FromQuotedPrintable(content, isHeader: false),
        _ => content.ToArray(),
    };

    /// <summary>Decodes base64; bytes outside of its alphabet do not count.</summary>
    public static byte[] FromBase64(ReadOnlySpan<byte> content)
    {
        var clean = new char[content.Length + 3];
        int length = 0;
        foreach (byte b in content)
        {
            if (b == '=') break;
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'+' or (byte)'/') clean[length++] = (char)b;
        }

        if (length % 4 == 1) length--; // six bits are no byte
        while (length % 4 != 0) clean[length++] = '=';
        return Convert.FromBase64CharArray(clean, 0, length);
    }

    /// <summary>Decodes quoted-printable, or its form for headers, where <c>_</c> is a space.</summary>
    public static byte[] FromQuotedPrintable(ReadOnlySpan<byte> content, bool isHeader)
    {
        var plain = new byte[content.Length];
        int length = 0;
        for (int i = 0; i < content.Length; i++)
        {
            byte b = content[i];
            if (b == '=' && i + 1 < content.Length && content[i + 1] == '\n')
            {
                i++; // a line that goes on
            }
            else if (b == '=' && i + 2 < content.Length && char.IsAsciiHexDigit((char)content[i + 1]) && char.IsAsciiHexDigit((char)content[i + 2]))
            {
                plain[length++] = byte.Parse(content.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 2;
            }
            else
            {
                plain[length++] = isHeader && b == '_' ? (byte)' ' : b;
            }
        }

        return plain[..length];
    }
}
