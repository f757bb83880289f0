using BatchProcessing.Documents;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>A part of a form whose end is missing is the caller's fault, not the storage's: says so.</summary>
internal sealed class SectionStream(Stream inner) : ForwardOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw MultipartFiles.Malformed($"A part of the form cannot be read: {e.Message}");
        }
    }
}
