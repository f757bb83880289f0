using System.Net;
using BatchProcessing.Webhooks;
using Microsoft.Extensions.Options;

namespace BatchProcessing.Tests.Webhooks;

public sealed class WebhookAddressesTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("192.0.1.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::808:808")]
    [InlineData("2002:808:808::1")]
    public void Allow_IsTrue_ForPublicAddresses(string address) => Assert.True(Allow(address));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.255.255.255")]
    [InlineData("100.127.255.255")]
    [InlineData("127.255.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.0")]
    [InlineData("198.19.255.255")]
    [InlineData("239.1.1.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::10.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fe80::1%3")]
    [InlineData("fec0::1")]
    [InlineData("fc00::1")]
    [InlineData("ff0e::1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::808:808")]
    [InlineData("2002:a00:1::1")]
    [InlineData("2001:0:808:808::1")]
    [InlineData("2606:4700::5efe:10.0.0.1")]
    [InlineData("2606:4700::200:5efe:10.0.0.1")]
    [InlineData("2001:db8::1")]
    [InlineData("100::1")]
    public void Allow_IsFalse_ForAllOthers(string address) => Assert.False(Allow(address));

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("10.2.0.0", false)]
    [InlineData("fd00::1", true)]
    [InlineData("fd01::1", false)]
    [InlineData("8.8.8.8", true)]
    public void Allow_IsTrue_InAllowedNetworks(string address, bool isAllowed) =>
        Assert.Equal(isAllowed, Allow(address, "10.1.0.0/16", "fd00::/16"));

    [Theory]
    [InlineData("::ffff:10.0.0.0/104", "10.9.9.9", true)]
    [InlineData("::ffff:10.0.0.0/104", "::ffff:10.9.9.9", true)]
    [InlineData("::ffff:10.0.0.0/104", "192.168.0.1", false)]
    [InlineData("::ffff:192.168.0.1/128", "192.168.0.1", true)]
    public void Allow_TakesANetworkOfMappedAddresses_AsOneOfIPv4(string network, string address, bool isAllowed) =>
        Assert.Equal(isAllowed, Allow(address, network));

    [Theory]
    [InlineData("10.0.0.0/40")]
    [InlineData("intranet")]
    public void Validate_NamesTheNetwork_ThatIsNone(string network)
    {
        ValidateOptionsResult result = new WebhookOptionsValidator().Validate(null, new WebhookOptions { AllowedNetworks = ["::1/128", network] });

        Assert.Contains($"Webhooks:AllowedNetworks has '{network}'", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    private static bool Allow(string address, params string[] allowed) =>
        new WebhookAddresses(Options.Create(new WebhookOptions { AllowedNetworks = allowed })).Allow(IPAddress.Parse(address));
}
