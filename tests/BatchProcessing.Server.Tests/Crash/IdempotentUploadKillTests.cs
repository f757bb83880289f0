using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Server.Tests.Crash;

/// <summary>A key outlives the process: free when the upload under it died with it, kept when its batch was accepted.</summary>
public sealed class IdempotentUploadKillTests : IDisposable
{
    private const string Table = "id,text\na,first\nb,second\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("batchprocessing-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Key_IsFreeAfterAKillInTheMiddle_AndKeepsItsBatchAfterAKillBehindTheEnd()
    {
        using (ServiceProcess first = await ServiceProcess.StartAsync(_folder))
        {
            var table = new SlowTable(Table);
            Task<HttpResponseMessage> broken = PostAsync(first, table);
            while (await ReservedAsync() == 0) await Task.Delay(10);
            await first.KillAsync();
            table.Finish();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => broken);
        }

        string accepted;
        using (ServiceProcess second = await ServiceProcess.StartAsync(_folder))
        {
            accepted = await AcceptedAsync(second);
            await second.KillAsync();
        }

        using ServiceProcess third = await ServiceProcess.StartAsync(_folder);
        Assert.Equal(accepted, await AcceptedAsync(third));
        Assert.Single((await third.GetAsync("/api/batches"))["items"]!.AsArray());
    }

    private static async Task<string> AcceptedAsync(ServiceProcess service)
    {
        using HttpResponseMessage response = await PostAsync(service, ServiceHost.Csv(Table));
        string answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, answer);
        return (string)JsonNode.Parse(answer)!["batchId"]!;
    }

    private static async Task<HttpResponseMessage> PostAsync(ServiceProcess service, HttpContent table)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/documents/bulk-upload") { Content = table };
        request.Headers.Add("Idempotency-Key", "key");
        return await service.Client.SendAsync(request);
    }

    private async Task<long> ReservedAsync()
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(_folder, "batches.db"),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        };
        await using var connection = new SqliteConnection(settings.ToString());
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM idempotency_keys WHERE lease_until > 0");
    }
}
