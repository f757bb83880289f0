using System.Globalization;
using BatchProcessing.Documents;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>Refuses compressed input that becomes too many times larger: a decompression bomb.</summary>
/// <param name="packed">Counts the compressed bytes.</param>
/// <param name="unpacked">Gives and counts the decompressed bytes.</param>
/// <param name="maxRatio">How many times larger they may be.</param>
/// <param name="floor">Decompressed bytes below which the ratio does not matter.</param>
internal sealed class RatioLimitedStream(LimitedStream packed, LimitedStream unpacked, int maxRatio, long floor) : ForwardOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await unpacked.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw new UploadRejectedException("malformed-request", "The body says it is gzip but cannot be decompressed.");
        }

        if (unpacked.Count > floor && unpacked.Count > packed.Count * maxRatio)
        {
            throw new UploadRejectedException("payload-too-large", string.Create(
                CultureInfo.InvariantCulture, $"The body becomes more than {maxRatio} times larger when decompressed."));
        }

        return read;
    }
}
