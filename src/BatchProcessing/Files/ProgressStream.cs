using BatchProcessing.Documents;

namespace BatchProcessing.Files;

/// <summary>Tells what part of a file has been read.</summary>
/// <param name="inner">The file.</param>
/// <param name="report">Called with 0 to 1, a hundred times at most.</param>
internal sealed class ProgressStream(Stream inner, Action<double> report) : ForwardOnlyStream
{
    private readonly long _length = Math.Max(inner.Length, 1);
    private long _read;
    private long _percent;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken);
        _read += read;
        long percent = 100 * _read / _length;
        if (percent > _percent) report((double)_read / _length);
        _percent = percent;
        return read;
    }
}
