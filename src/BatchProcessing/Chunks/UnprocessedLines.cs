using System.Buffers;
using System.Text;

namespace BatchProcessing.Chunks;

/// <summary>Shows the documents of a chunk that has no result yet, or never will, in the shape of result lines.</summary>
public static class UnprocessedLines
{
    /// <summary>Writes one line a document: what its input line says of it, and a status.</summary>
    /// <param name="input">The lines of an input chunk.</param>
    /// <param name="status"><c>pending</c> or <c>not-processed</c>.</param>
    /// <param name="kept">Documents that succeeded in an earlier run, or null; their lines are written as they are.</param>
    /// <param name="destination">Gets the lines.</param>
    /// <exception cref="InvalidDataException">The input is damaged.</exception>
    public static void Write(ReadOnlySpan<byte> input, string status, KeptLines? kept, IBufferWriter<byte> destination)
    {
        byte[] end = Encoding.UTF8.GetBytes($",\"status\":\"{status}\"}}\n");
        for (int i = 0; !input.IsEmpty; i++)
        {
            int feed = input.IndexOf((byte)'\n');
            if (feed < 0) throw new InvalidDataException("The last line of an input chunk is cut off.");
            if (kept is not null && kept.Has(i))
            {
                destination.Write(kept.Line(i));
            }
            else
            {
                destination.Write(ChunkLine.Parse(input[..feed]).Head);
                destination.Write(end);
            }

            input = input[(feed + 1)..];
        }
    }
}
