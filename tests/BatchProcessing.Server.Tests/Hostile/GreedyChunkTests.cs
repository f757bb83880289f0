using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using BatchProcessing.Blobs;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Hostile;

/// <summary>Chunks whose results do not fit into memory.</summary>
public sealed class GreedyChunkTests(GreedyChunkTests.SmallMemory service) : IClassFixture<GreedyChunkTests.SmallMemory>
{
    [Fact]
    public async Task Batch_Completes_WhenItsResultsFitInSmallerChunksOnly()
    {
        JsonNode ended = await service.EndedAsync(Csv("text\n" + string.Concat(Enumerable.Repeat("row\n", 20))), "?analyses=sentiment");

        Assert.Equal(("completed", 20, 0), Counts(ended));
        Assert.True((int)ended["chunks"]!["done"]! > 1);
    }

    [Fact]
    public async Task Document_FailsAlone_WhenMemoryNeverSufficesForIt()
    {
        JsonNode ended = await service.EndedAsync(Csv($"id,text\na,one\n{SmallMemory.Insatiable},two\nc,three\n"), "?analyses=sentiment");

        Assert.Equal(("completed", 2, 1), Counts(ended));
        JsonNode document = await service.JsonAsync($"/api/batches/{ended["id"]}/documents/{SmallMemory.Insatiable}");
        Assert.Equal("scoring-failed", (string?)document["error"]!["code"]);
        Assert.Contains("Memory did not suffice", (string?)document["error"]!["message"], StringComparison.Ordinal);
    }

    private static (string?, int, int) Counts(JsonNode batch) =>
        ((string?)batch["status"], (int)batch["counts"]!["succeeded"]!, (int)batch["counts"]!["failed"]!);

    public sealed class SmallMemory() : ServiceHost(("ML:BatchProcessing:MaxRetries", "1"), ("ML:BatchProcessing:RetryDelay", "00:00:00.001"))
    {
        public const string Insatiable = "insatiable";

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services =>
            {
                ServiceDescriptor real = services.Last(d => d.ServiceType == typeof(IBlobStore));
                services.AddSingleton(s => GreedyBlobs.Over((IBlobStore)(real.ImplementationFactory?.Invoke(s)
                    ?? ActivatorUtilities.CreateInstance(s, real.ImplementationType!))));
            });
        }
    }

    /// <summary>A store whose writer has no memory for the results of more than five documents, and never for those of one.</summary>
    public class GreedyBlobs : DispatchProxy
    {
        private IBlobStore _blobs = null!;

        public static IBlobStore Over(IBlobStore blobs)
        {
            IBlobStore proxy = Create<IBlobStore, GreedyBlobs>();
            ((GreedyBlobs)(object)proxy)._blobs = blobs;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IBlobStore.CreateAsync) && ((string)args![0]!).Contains("/out/", StringComparison.Ordinal)
                && IsTooMuch(((ReadOnlyMemory<byte>)args[1]!).Span))
                throw new InsufficientMemoryException("A test asked for it.");
            return targetMethod.Invoke(_blobs, BindingFlags.DoNotWrapExceptions, null, args, null);
        }

        private static bool IsTooMuch(ReadOnlySpan<byte> results)
        {
            string[] lines = Encoding.UTF8.GetString(results).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines.Length > 5 || lines.Any(l => l.Contains(SmallMemory.Insatiable, StringComparison.Ordinal)
                && l.Contains("\"status\":\"succeeded\"", StringComparison.Ordinal));
        }
    }
}
