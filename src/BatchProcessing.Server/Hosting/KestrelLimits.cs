using BatchProcessing.Documents;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Hosting;

/// <summary>Sets the server's own limits from ours.</summary>
internal sealed class KestrelLimits(IOptions<UploadOptions> uploads, IOptions<HttpOptions> http) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = uploads.Value.MaxRequestBytes;
        options.Limits.MaxConcurrentConnections = http.Value.MaxConnections;
        options.Limits.MinResponseDataRate = new MinDataRate(http.Value.MinResponseBytesPerSecond, http.Value.ResponseGrace);
    }
}
