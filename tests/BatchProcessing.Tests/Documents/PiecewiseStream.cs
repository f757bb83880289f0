using BatchProcessing.Documents;

namespace BatchProcessing.Tests.Documents;

/// <summary>Gives its content in pieces of at most so many bytes, as a slow network does.</summary>
internal sealed class PiecewiseStream(byte[] content, int pieceBytes) : ForwardOnlyStream
{
    private int _position;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = Math.Min(Math.Min(pieceBytes, buffer.Length), content.Length - _position);
        content.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return ValueTask.FromResult(count);
    }
}
