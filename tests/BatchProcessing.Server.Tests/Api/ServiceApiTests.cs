using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

[Collection(SharedService.Name)]
public sealed class ServiceApiTests(ServiceHost service)
{
    [Theory]
    [InlineData("GET", "/api/none", 404, "not-found")]
    [InlineData("GET", "/none", 404, "not-found")]
    [InlineData("DELETE", "/api/batches", 405, "method-not-allowed")]
    [InlineData("GET", "/api/documents/bulk-upload", 405, "method-not-allowed")]
    [InlineData("GET", "/api/batches/nonsense", 404, "not-found")]
    [InlineData("GET", "/api/batches/00000000-0000-0000-0000-000000000000", 404, "not-found")]
    [InlineData("GET", "/api/batches/00000000-0000-0000-0000-000000000000/results", 404, "not-found")]
    [InlineData("GET", "/api/batches/00000000-0000-0000-0000-000000000000/documents", 404, "not-found")]
    [InlineData("GET", "/api/batches/00000000-0000-0000-0000-000000000000/documents/1", 404, "not-found")]
    [InlineData("GET", "/api/batches/00000000-0000-0000-0000-000000000000/errors", 404, "not-found")]
    public async Task Error_IsAProblem_WhateverTheRoute(string method, string path, int status, string type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using HttpResponseMessage response = await service.Client.SendAsync(request);

        await ProblemAsync(response, status, type);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/swagger/index.html")]
    public async Task Page_IsThere(string path)
    {
        using HttpResponseMessage response = await service.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Ready_NamesEveryCheck()
    {
        JsonNode report = await service.JsonAsync("/health/ready");

        Assert.Equal("healthy", (string?)report["status"]);
        Assert.Equal(
            ["batch-processing", "blobs", "hangfire", "memory", "start", "store"],
            report["checks"]!.AsObject().Select(c => c.Key).Order());
    }

    [Fact]
    public async Task Limits_AreThoseInForce()
    {
        JsonNode limits = await service.JsonAsync("/api/limits");

        Assert.Equal(4_000_000, (int)limits["requestBytes"]!);
        Assert.Equal(100_000, (int)limits["fileBytes"]!);
        Assert.Equal(20, (int)limits["chunkDocuments"]!);
        Assert.Equal(12, (int)limits["filesPerRequest"]!);
        Assert.Equal(4, (int)limits["chunkAttempts"]!);
        Assert.Equal(1_000, (int)limits["synchronousDocuments"]!);
        Assert.Equal(4_096, (int)limits["fieldBytes"]!);
        Assert.Equal((160_000, 32 << 20), ((int)limits["synchronousBytes"]!, (int)limits["synchronousBytesInFlight"]!));
        Assert.Equal(640 << 20, (long)limits["trainingMemoryBytes"]!);
        Assert.Equal((500, 200, 65_536),
            ((int)limits["modelLabels"]!, (int)limits["modelLabelBytes"]!, (int)limits["modelLabelBytesInAll"]!));
        Assert.Equal((10, 15, 5, 79_200), ((int)limits["webhookAttempts"]!, (double)limits["webhookTimeoutSeconds"]!,
            (double)limits["webhookFirstDelaySeconds"]!, (double)limits["webhookMaxDelaySeconds"]!));
        Assert.Empty(limits["webhookNetworks"]!.AsArray());
        Assert.Equal((2, 64), ((int)limits["documentSearches"]!, (int)limits["waitingSearches"]!));
        Assert.Equal((5_000, 1_024, 30), ((int)limits["connections"]!, (int)limits["responseBytesPerSecond"]!, (double)limits["streamWriteSeconds"]!));
    }

    [Fact]
    public void Server_CutsSlowReadersOff_AndTakesSoManyConnections()
    {
        KestrelServerLimits limits = service.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal((1024, TimeSpan.FromSeconds(10)), (limits.MinResponseDataRate!.BytesPerSecond, limits.MinResponseDataRate.GracePeriod));
        Assert.Equal(5000, limits.MaxConcurrentConnections);
    }

    [Theory]
    [InlineData("/api/documents/bulk-upload", "post", "202 400 408 409 413 415 422 503")]
    [InlineData("/api/documents/batch", "post", "200 400 413 415 503")]
    [InlineData("/api/batches", "get", "200 400")]
    [InlineData("/api/batches/{id}", "get", "200 304 400 404")]
    [InlineData("/api/batches/{id}", "delete", "204 404 409")]
    [InlineData("/api/batches/{id}/cancel", "post", "202 404 409")]
    [InlineData("/api/batches/{id}/pause", "post", "202 404 409")]
    [InlineData("/api/batches/{id}/resume", "post", "202 404 409")]
    [InlineData("/api/batches/{id}/retry", "post", "202 404 409")]
    [InlineData("/api/batches/{id}/documents", "get", "200 400 404")]
    [InlineData("/api/batches/{id}/documents/{documentId}", "get", "200 404 429")]
    [InlineData("/api/models/{name}/versions/{version}", "delete", "204 404 409")]
    [InlineData("/api/batches/{id}/results", "get", "200 206 400 404 409 412 416")]
    [InlineData("/api/batches/{id}/errors", "get", "200 400 404")]
    [InlineData("/api/batches/{id}/events", "get", "200 204 404 429")]
    [InlineData("/api/events", "get", "200 429")]
    [InlineData("/api/batches/{id}/report", "get", "200 400 404 409")]
    [InlineData("/api/batches/{id}/deliveries", "get", "200 400 404")]
    [InlineData("/api/batches/{id}/deliveries/{deliveryId}/redeliver", "post", "202 404 409")]
    [InlineData("/api/webhooks", "get", "200 400")]
    [InlineData("/api/webhooks", "post", "201 400 409 415 422")]
    [InlineData("/api/webhooks/{id}", "get", "200 404")]
    [InlineData("/api/webhooks/{id}", "delete", "204 404")]
    [InlineData("/api/webhooks/{id}/enable", "post", "200 404")]
    [InlineData("/api/webhooks/{id}/rotate-secret", "post", "200 404")]
    [InlineData("/api/webhooks/batch-secret", "post", "200")]
    [InlineData("/api/webhooks/{id}/deliveries", "get", "200 400 404")]
    [InlineData("/api/webhooks/{id}/deliveries/{deliveryId}/redeliver", "post", "202 404 409")]
    [InlineData("/api/limits", "get", "200")]
    [InlineData("/api/models", "get", "200")]
    [InlineData("/api/models", "post", "201 202 400 413 415 422")]
    [InlineData("/api/models/{name}/versions/{version}/file", "get", "200 206 404 409 412 416")]
    [InlineData("/api/models/{name}", "get", "200 404")]
    [InlineData("/api/models/{name}/versions/{version}", "get", "200 404")]
    [InlineData("/api/models/{name}/versions/{version}/activate", "post", "200 404 409")]
    public async Task Swagger_NamesTheRoute_WithItsStatuses(string path, string method, string statuses)
    {
        JsonNode document = await service.JsonAsync("/swagger/v1/swagger.json");

        JsonNode? operation = document["paths"]!.AsObject().Single(p => p.Key.TrimEnd('/') == path).Value![method];

        Assert.NotNull(operation);
        Assert.False(string.IsNullOrEmpty((string?)operation["summary"]));
        Assert.Equal(
            Ordered($"{statuses} 401 403 429"), string.Join(' ', operation["responses"]!.AsObject().Select(r => r.Key).Order()));
    }

    [Theory]
    [InlineData("/api/documents/bulk-upload", "post", "202", "batchId")]
    [InlineData("/api/batches/{id}", "get", "200", "counts")]
    [InlineData("/api/batches/{id}/errors", "get", "200", "items")]
    [InlineData("/api/models", "post", "202", "reference")]
    public async Task Swagger_ShowsAnExample_OfTheAnswer(string path, string method, string status, string property)
    {
        JsonNode document = await service.JsonAsync("/swagger/v1/swagger.json");

        JsonNode answer = document["paths"]!.AsObject().Single(p => p.Key.TrimEnd('/') == path).Value![method]!["responses"]![status]!;

        Assert.NotNull(answer["content"]!["application/json"]!["example"]![property]);
    }

    private static string Ordered(string statuses) => string.Join(' ', statuses.Split(' ').Distinct().Order());
}
