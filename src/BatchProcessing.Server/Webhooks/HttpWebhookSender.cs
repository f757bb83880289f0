using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BatchProcessing.Webhooks;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Webhooks;

/// <summary>Posts messages to receivers, signed as Standard Webhooks says. Nothing of an answer but its head is looked at.</summary>
internal sealed class HttpWebhookSender : IWebhookSender, IDisposable
{
    private const int MaxHeadKilobytes = 16;
    private const int MaxDrainedBytes = 64 << 10;

    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;

    /// <param name="addresses">Which addresses may be reached.</param>
    /// <param name="options">The time limit.</param>
    /// <param name="clock">Stamps messages and measures the time.</param>
    public HttpWebhookSender(WebhookAddresses addresses, IOptions<WebhookOptions> options, TimeProvider clock)
        : this(new WebhookConnector(addresses, Dns.GetHostAddressesAsync), options, clock)
    {
    }

    internal HttpWebhookSender(WebhookConnector connector, IOptions<WebhookOptions> options, TimeProvider clock)
    {
        (_timeout, _clock) = (options.Value.Timeout, clock);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = connector.ConnectAsync,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(), // a span of ours, told to nobody
            MaxResponseHeadersLength = MaxHeadKilobytes,
            MaxResponseDrainSize = MaxDrainedBytes,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            // Names are looked up again with every new connection.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // the token's
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("BatchProcessing", "1"));
    }

    /// <inheritdoc/>
    public async Task<DeliveryAttempt> SendAsync(DeliveryLease lease, CancellationToken stopping)
    {
        long start = _clock.GetTimestamp();
        using var late = new CancellationTokenSource(_timeout, _clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            using HttpRequestMessage request = Sign(lease);
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new DeliveryAttempt((int)answer.StatusCode, null, _clock.GetElapsedTime(start)) { RetryAfter = RetryAfterOf(answer) };
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return new DeliveryAttempt(null, "timeout", _clock.GetElapsedTime(start));
        }
        catch (HttpRequestException e) when (!stopping.IsCancellationRequested)
        {
            return new DeliveryAttempt(null, ErrorOf(e), _clock.GetElapsedTime(start));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Sign(DeliveryLease lease)
    {
        string id = lease.Delivery.Id.ToString();
        long timestamp = _clock.GetUtcNow().ToUnixTimeSeconds();
        byte[] payload = Encoding.UTF8.GetBytes(lease.Delivery.Payload);
        var request = new HttpRequestMessage(HttpMethod.Post, lease.Delivery.Url)
        {
            Content = new ByteArrayContent(payload) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(lease.Secrets, id, timestamp, payload));
        return request;
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _clock.GetUtcNow(),
        _ => null,
    };

    // A stable word; what the peer or the system said may hold anything.
    private static string ErrorOf(HttpRequestException e) => e.InnerException is NoPublicAddressException
        ? "no-public-address"
        : JsonNamingPolicy.KebabCaseLower.ConvertName(e.HttpRequestError.ToString());
}
