using BatchProcessing.Webhooks;

namespace BatchProcessing.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    // The example that implementations of Standard Webhooks share.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [Fact]
    public void Of_IsThatOfTheStandard() =>
        Assert.Equal(Signature, WebhookSignature.Of([Secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8));

    [Fact]
    public void Of_HasOneForEachSecret_PartedByASpace()
    {
        string both = WebhookSignature.Of(
            [WebhookSecret.Generate(), Secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8);

        Assert.Equal(Signature, both.Split(' ')[1]);
        Assert.StartsWith("v1,", both, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_GivesAnotherSecretOf32Bytes_EachTime()
    {
        string secret = WebhookSecret.Generate();

        Assert.Equal(32, WebhookSecret.KeyOf(secret).Length);
        Assert.NotEqual(secret, WebhookSecret.Generate());
        Assert.Throws<FormatException>(() => WebhookSecret.KeyOf("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }
}
