using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static BatchProcessing.Server.Tests.HeldService;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>Results whose blobs go away while they are downloaded.</summary>
public sealed class MissingResultsTests(MissingResultsTests.LoggedService service) : IClassFixture<MissingResultsTests.LoggedService>
{
    [Theory]
    [InlineData("")]
    [InlineData("?format=csv")]
    public async Task Results_AreCutOff_WhenABlobGoesAwayDuringTheDownload(string query)
    {
        JsonNode receipt = await service.AcceptedAsync(Csv(FiftyRows));
        for (int i = 0; i < 3; i++) await service.WorkAsync(receipt);
        await service.FinalizedAsync(receipt);
        string[] results = service.Files(receipt, "out");
        Assert.Equal(3, results.Length);
        // The last one, as a deletion that has just begun may leave it.
        File.Delete(results[^1]);
        int before = service.Log.Entries.Count;

        HttpRequestException fault = await Assert.ThrowsAsync<HttpRequestException>(() => service.TextAsync($"{Self(receipt)}/results{query}"));
        Assert.Null(fault.StatusCode); // cut off, not answered

        await UntilAsync(() => Task.FromResult(service.Log.Entries.Count > before));
        (LogLevel level, string text) = Assert.Single(service.Log.Entries.Skip(before));
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains($"Batch {IdOf(receipt)}: results are missing", text, StringComparison.Ordinal);
    }

    public sealed class LoggedService : HeldService
    {
        internal RememberedLog Log { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services.AddSingleton<ILoggerProvider>(Log));
        }
    }
}
