using BatchProcessing.Documents;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>Counts what is read from a stream and refuses the upload when it passes a limit.</summary>
/// <param name="inner">The stream.</param>
/// <param name="limit">Bytes that may be read.</param>
/// <param name="refusal">Makes the refusal.</param>
/// <param name="onRead">Told of every read, in bytes.</param>
internal sealed class LimitedStream(Stream inner, long limit, Func<UploadRejectedException> refusal, Action<int>? onRead = null)
    : ForwardOnlyStream
{
    /// <summary>Bytes read so far.</summary>
    public long Count { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken);
        Count += read;
        onRead?.Invoke(read);
        return Count <= limit ? read : throw refusal();
    }
}
