using System.Net;
using System.Net.Sockets;
using BatchProcessing.Server.Tests.Storage;
using BatchProcessing.Server.Webhooks;
using BatchProcessing.Webhooks;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Server.Tests.Webhooks;

/// <summary>The sender against a real receiver, with names that resolve as the test says.</summary>
public sealed class HttpWebhookSenderTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly HandClock _clock = new();
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::1")]
    [InlineData("64:ff9b::7f00:1")]
    public async Task SendAsync_RefusesTheConnection_WhenTheNameResolvesToLoopback(string address)
    {
        DeliveryAttempt attempt = await SendAsync($"http://receiver.example:{_receiver.Port}/", [], address);

        Assert.Equal((null, "no-public-address"), (attempt.Status, attempt.Error));
        Assert.Empty(_receiver.Messages);
    }

    [Theory]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.1")]
    [InlineData("http://[::ffff:127.0.0.1]")]
    [InlineData("http://0.0.0.0")]
    public async Task SendAsync_RefusesTheConnection_WhenTheUrlIsAnAddress(string root)
    {
        DeliveryAttempt attempt = await SendAsync($"{root}:{_receiver.Port}/", []);

        Assert.Equal((null, "no-public-address"), (attempt.Status, attempt.Error));
        Assert.Empty(_receiver.Messages);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.NoData)]
    [InlineData(SocketError.TryAgain)]
    public async Task SendAsync_SaysTheSameAsOfAForbiddenAddress_WhenTheNameIsNotFound(SocketError error)
    {
        var connector = new WebhookConnector(
            new WebhookAddresses(Options.Create(new WebhookOptions())), (_, _) => throw new SocketException((int)error));
        using var sender = new HttpWebhookSender(connector, Options.Create(new WebhookOptions()), _clock);

        DeliveryAttempt attempt = await sender.SendAsync(LeaseOf("http://receiver.example/"), CancellationToken.None);

        Assert.Equal((null, "no-public-address"), (attempt.Status, attempt.Error));
    }

    [Fact]
    public async Task SendAsync_ConnectsToTheAllowedAddressOfAName_AndToNoOther()
    {
        DeliveryAttempt attempt = await SendAsync(
            $"http://receiver.example:{_receiver.Port}/hook", ["127.0.0.1/32"], "169.254.169.254", "10.0.0.1", "127.0.0.1");

        Assert.Equal((204, null), (attempt.Status, attempt.Error));
        ReceivedMessage message = Assert.Single(_receiver.Messages);
        Assert.Equal(("/hook", _clock.Now.ToUnixTimeSeconds()), (message.Path, message.Timestamp));
        Assert.True(message.IsSignedWith(Secret));
    }

    [Fact]
    public async Task SendAsync_FollowsNoRedirect()
    {
        _receiver.Answer = (_, context) =>
        {
            context.Response.Redirect($"http://127.0.0.1:{_receiver.Port}/elsewhere");
            return Task.CompletedTask;
        };

        DeliveryAttempt attempt = await SendAsync(_receiver.Url(), ["127.0.0.0/8"]);

        Assert.Equal((302, false), (attempt.Status, attempt.IsTaken));
        Assert.Single(_receiver.Messages);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Thu, 01 Jan 2026 00:05:00 GMT", 300)]
    [InlineData("nonsense", null)]
    public async Task SendAsync_TellsHowLongTheReceiverAsksToWait(string retryAfter, int? seconds)
    {
        _receiver.Answer = (_, context) => WebhookReceiver.Answered(context, 503, retryAfter);

        DeliveryAttempt attempt = await SendAsync(_receiver.Url(), ["127.0.0.0/8"]);

        Assert.Equal((503, seconds), (attempt.Status, (int?)attempt.RetryAfter?.TotalSeconds));
    }

    [Fact]
    public async Task SendAsync_GivesUp_WhenTheReceiverAnswersNothing()
    {
        var answer = new TaskCompletionSource();
        _receiver.Answer = (_, _) => answer.Task;

        DeliveryAttempt attempt = await SendAsync(
            _receiver.Url(), new WebhookOptions { AllowedNetworks = ["127.0.0.0/8"], Timeout = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);

        Assert.Equal((null, "timeout"), (attempt.Status, attempt.Error));
        answer.SetResult();
    }

    [Fact]
    public async Task SendAsync_LooksAtNoBody_HoweverLong()
    {
        _receiver.Answer = async (_, context) =>
        {
            var block = new byte[1 << 16];
            try
            {
                while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(block, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // hung up
            }
        };

        DeliveryAttempt attempt = await SendAsync(_receiver.Url(), ["127.0.0.0/8"]);

        Assert.Equal(200, attempt.Status);
    }

    [Fact]
    public async Task SendAsync_Throws_WhenTheProcessStops()
    {
        using var stopping = new CancellationTokenSource();
        var answer = new TaskCompletionSource();
        _receiver.Answer = (_, _) =>
        {
            stopping.Cancel();
            return answer.Task;
        };
        using var sender = new HttpWebhookSender(ConnectorOf(["127.0.0.0/8"]), Options.Create(new WebhookOptions()), _clock);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.SendAsync(LeaseOf(_receiver.Url()), stopping.Token));
        answer.SetResult();
    }

    private Task<DeliveryAttempt> SendAsync(string url, string[] allowed, params string[] resolved) =>
        SendAsync(url, new WebhookOptions { AllowedNetworks = allowed }, _clock, resolved);

    private static async Task<DeliveryAttempt> SendAsync(string url, WebhookOptions options, TimeProvider clock, params string[] resolved)
    {
        using var sender = new HttpWebhookSender(ConnectorOf([.. options.AllowedNetworks], resolved), Options.Create(options), clock);
        return await sender.SendAsync(LeaseOf(url), CancellationToken.None);
    }

    private static WebhookConnector ConnectorOf(string[] allowed, params string[] resolved) => new(
        new WebhookAddresses(Options.Create(new WebhookOptions { AllowedNetworks = allowed })),
        (_, _) => Task.FromResult<IPAddress[]>([.. resolved.Select(IPAddress.Parse)]));

    private static DeliveryLease LeaseOf(string url) => new(
        new Delivery
        {
            Id = Guid.NewGuid(),
            TenantId = "default",
            BatchId = Guid.NewGuid(),
            Run = 1,
            Event = WebhookEvent.Completed,
            Url = new Uri(url),
            Payload = "{\"type\":\"batch.completed\"}",
            State = DeliveryState.Pending,
            Attempts = 1,
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        1, [Secret]);
}
