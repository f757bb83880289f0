using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace BatchProcessing.Server.Tests;

/// <summary>A table that is sent up to its tenth byte, and further when the test says so.</summary>
internal sealed class SlowTable : HttpContent
{
    private readonly TaskCompletionSource _finish = new();
    private readonly byte[] _content;

    public SlowTable(string table)
    {
        _content = Encoding.UTF8.GetBytes(table);
        Headers.ContentType = new MediaTypeHeaderValue("text/csv");
    }

    public void Finish() => _finish.SetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_content.AsMemory(0, 10), cancellationToken);
        await stream.FlushAsync(cancellationToken);
        await _finish.Task.WaitAsync(cancellationToken);
        await stream.WriteAsync(_content.AsMemory(10), cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
