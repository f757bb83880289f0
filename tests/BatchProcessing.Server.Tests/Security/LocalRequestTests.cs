using System.Net;
using BatchProcessing.Server.Security;
using Microsoft.AspNetCore.Http;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Security;

/// <summary>A service without keys: who is let in, and what keeps others out.</summary>
[Collection(SharedService.Name)]
public sealed class LocalRequestTests(ServiceHost service)
{
    [Theory]
    [InlineData("Host", "localhost:5080")]
    [InlineData("Host", "LOCALHOST")]
    [InlineData("Host", "127.0.0.9:80")]
    [InlineData("Host", "[::1]:5080")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task Request_IsLetIn_WhenItIsLocal(string header, string value)
    {
        using HttpResponseMessage response = await service.GetAsync("/api/batches", (header, value));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "evil.example:5080")]
    [InlineData("Host", "localhost.evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example")]
    [InlineData("Host", "192.168.0.7:5080")]
    [InlineData("Host", "0.0.0.0")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("x-forwarded-anything", "1")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Forwarded", "for=127.0.0.1")]
    [InlineData("CF-Connecting-IP", "127.0.0.1")]
    [InlineData("True-Client-IP", "127.0.0.1")]
    [InlineData("X-Client-IP", "127.0.0.1")]
    [InlineData("X-Cluster-Client-IP", "127.0.0.1")]
    [InlineData("Fastly-Client-IP", "127.0.0.1")]
    [InlineData("Fly-Client-IP", "127.0.0.1")]
    [InlineData("client-ip", "127.0.0.1")]
    [InlineData("X-ProxyUser-Ip", "127.0.0.1")]
    [InlineData("X-Host", "localhost")]
    [InlineData("X-Original-Host", "localhost")]
    [InlineData("X-Original-URL", "/")]
    [InlineData("X-Rewrite-URL", "/")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Request_IsRefused_WhenItIsNotLocal(string header, string value)
    {
        foreach (string path in (string[])["/api/batches", "/api/none", "/api/tenants"])
        {
            using HttpResponseMessage response = await service.GetAsync(path, (header, value));

            Assert.Contains(header, (string)(await ProblemAsync(response, 403, "local-only"))["detail"]!, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Upload_IsRefused_WhenAPageOfAnotherOriginSendsIt()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/documents/bulk-upload") { Content = Form(("a.txt", "text")) };
        request.Headers.Add("Origin", "http://localhost:3000");

        using HttpResponseMessage response = await service.Client.SendAsync(request);

        await ProblemAsync(response, 403, "local-only");
    }

    [Fact]
    public async Task Upload_IsAccepted_FromAPageOfItsOwn()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/documents/bulk-upload") { Content = Form(("a.txt", "text")) };
        request.Headers.Add("Origin", service.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));

        using HttpResponseMessage response = await service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("fe80::1", false)]
    public void FaultOf_GoesByTheConnection_WhateverTheHost(string remote, bool isLocal)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(remote);
        context.Request.Host = new HostString("localhost");

        Assert.Equal(isLocal, LocalRequest.FaultOf(context) is null);
    }

    [Fact]
    public async Task Key_IsRefused_ThatTheServiceDoesNotKnow()
    {
        using HttpResponseMessage response = await service.GetAsync("/api/batches", ("X-Api-Key", "bp_x"));

        await ProblemAsync(response, 401, "unauthenticated");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_Answers_WhoeverAsks(string path)
    {
        using HttpResponseMessage response = await service.GetAsync(path, ("Host", "evil.example"), ("X-Forwarded-For", "10.0.0.1"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
