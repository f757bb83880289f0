using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using BatchProcessing.Server.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>Uploads that are refused, or break off: each on a service of its own, so that what is left can be counted.</summary>
public sealed class RefusedUploadTests(ServiceHost service) : IClassFixture<ServiceHost>
{
    [Theory]
    [InlineData("?onInvalid=fail", "validation", 400)]
    [InlineData("?textColumn=body", "missing-column", 422)]
    [InlineData("?idColumn=key", "missing-column", 422)]
    [InlineData("?color=blue", "validation", 400)]
    [InlineData("?onInvalid=maybe", "validation", 400)]
    [InlineData("?analyses=astrology", "validation", 400)]
    [InlineData("?analyses=,", "validation", 400)]
    [InlineData("?delimiter=x", "validation", 400)]
    [InlineData("?maxFailureRatio=1.01", "validation", 400)]
    [InlineData("?maxFailureRatio=-0.1", "validation", 400)]
    [InlineData("?maxFailureRatio=-Infinity", "validation", 400)]
    [InlineData("?maxFailureRatio=NaN", "validation", 400)]
    [InlineData("?maxFailureRatio=0,5", "validation", 400)]
    [InlineData("?after=yesterday", "validation", 400)]
    [InlineData("?after=0197c3f4-6a51-7d58-a021-a855331a8454", "unknown-predecessor", 422)]
    [InlineData("?afterOutcome=any", "validation", 400)]
    [InlineData("?startAt=tomorrow", "validation", 400)]
    [InlineData("?startAt=01/02/2026", "validation", 400)]
    [InlineData("?startAt=2026-02-30T00:00:00Z", "validation", 400)]
    [InlineData("?metadata=[1]", "validation", 400)]
    [InlineData("?metadata=%7B%22a%22%3A%22%5Cud83c%22%7D", "validation", 400)]
    public async Task Table_LeavesNothing_WhenItsOptionsDoNotFit(string query, string type, int status)
    {
        using HttpResponseMessage response = await service.UploadAsync(Csv("id,text\n1,fine\n2,\n"), query);

        await ProblemAsync(response, status, type);
        await CheckNothingLeftAsync();
    }

    [Theory]
    [InlineData("text,text\na,b\n", "duplicate-header", 422)]
    [InlineData("", "no-files", 400)]
    public async Task Table_LeavesNothing_WhenItCannotBeRead(string table, string type, int status)
    {
        using HttpResponseMessage response = await service.UploadAsync(Csv(table));

        await ProblemAsync(response, status, type);
        await CheckNothingLeftAsync();
    }

    [Fact]
    public async Task Table_LeavesNothing_WhenItHasTooManyColumns()
    {
        using HttpResponseMessage response = await service.UploadAsync(Csv("text" + string.Concat(Enumerable.Repeat(",x", 256)) + "\n"));

        await ProblemAsync(response, 422, "too-many-columns");
        await CheckNothingLeftAsync();
    }

    [Fact]
    public async Task Table_LeavesNothing_WhenItHasTooManyDocuments()
    {
        using HttpResponseMessage response = await service.UploadAsync(Csv("text\n" + string.Concat(Enumerable.Repeat("row\n", 2_001))));

        await ProblemAsync(response, 413, "too-many-documents");
        await CheckNothingLeftAsync();
    }

    [Fact]
    public async Task Body_IsRefused_WhenItIsTooLarge()
    {
        using HttpResponseMessage response = await service.UploadAsync(Csv("text\n" + new string('x', 4_000_001)));

        await ProblemAsync(response, 413, "payload-too-large");
        await CheckNothingLeftAsync();
    }

    [Fact]
    public async Task GzipBody_IsRefused_WhenItIsABomb()
    {
        using ByteArrayContent body = BulkUploadTests.Gzip(Encoding.UTF8.GetBytes("text\n" + string.Concat(Enumerable.Repeat(new string('a', 15_000) + "\n", 200))));

        using HttpResponseMessage response = await service.UploadAsync(body);

        await ProblemAsync(response, 413, "payload-too-large");
        await CheckNothingLeftAsync();
    }

    [Fact]
    public async Task GzipBody_IsRefused_WhenItIsNoGzip()
    {
        using StringContent body = Csv("text\nplain\n");
        body.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");

        using HttpResponseMessage response = await service.UploadAsync(body);

        await ProblemAsync(response, 400, "malformed-request");
        await CheckNothingLeftAsync();
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public async Task GzipBody_IsRefused_WhenItsEndIsMissing(double part)
    {
        var random = new Random(1);
        string rows = string.Concat(Enumerable.Range(0, 1_000).Select(_ => $"row {random.NextInt64()}\n"));
        using ByteArrayContent whole = BulkUploadTests.Gzip(Encoding.UTF8.GetBytes("text\n" + rows));
        byte[] packed = await whole.ReadAsByteArrayAsync();
        using var body = new ByteArrayContent(packed, 0, (int)(packed.Length * part));
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        body.Headers.TryAddWithoutValidation("Content-Encoding", "gzip");

        using HttpResponseMessage response = await service.UploadAsync(body);

        await ProblemAsync(response, 400, "malformed-request");
        await CheckNothingLeftAsync();
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    public async Task Body_IsRefused_WhenItsEncodingIsNotKnown(string encoding)
    {
        using StringContent body = Csv("text\nplain\n");
        body.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        using HttpResponseMessage response = await service.UploadAsync(body);

        await ProblemAsync(response, 415, "unsupported-media-type");
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task Body_IsRefused_WhenItsTypeIsNotTaken(string type)
    {
        using HttpResponseMessage response = await service.UploadAsync(Body("x", type));

        await ProblemAsync(response, 415, "unsupported-media-type");
    }

    [Fact]
    public async Task Form_IsRefused_WhenAnOptionComesAfterAFile()
    {
        using MultipartFormDataContent form = Form(("a.txt", "text"));
        form.Add(new StringContent("late"), "name");

        using HttpResponseMessage response = await service.UploadAsync(form);

        await ProblemAsync(response, 400, "option-after-file");
        await CheckNothingLeftAsync();
    }

    [Fact]
    public async Task Form_IsRefused_WhenAnOptionIsUnknownOrGivenTwice()
    {
        using var unknown = new MultipartFormDataContent { { new StringContent("blue"), "color" }, { new StringContent("x"), "files", "a.txt" } };
        using var twice = new MultipartFormDataContent { { new StringContent("form"), "name" }, { new StringContent("x"), "files", "a.txt" } };

        using HttpResponseMessage first = await service.UploadAsync(unknown);
        using HttpResponseMessage second = await service.UploadAsync(twice, "?name=query");

        await ProblemAsync(first, 400, "validation");
        await ProblemAsync(second, 400, "validation");
    }

    [Fact]
    public async Task Form_IsRefused_WhenItHasNoFile()
    {
        using var form = new MultipartFormDataContent { { new StringContent("only"), "name" } };

        using HttpResponseMessage response = await service.UploadAsync(form);

        await ProblemAsync(response, 400, "no-files");
    }

    [Theory]
    [InlineData("a.exe", "unsupported-file-type", 415)]
    [InlineData("noextension", "unsupported-file-type", 415)]
    [InlineData("..", "invalid-filename", 400)]
    public async Task Form_LeavesNothing_WhenAFileNameCannotBeUsed(string name, string type, int status)
    {
        using HttpResponseMessage response = await service.UploadAsync(Form(("fine.txt", "text"), (name, "text")));

        await ProblemAsync(response, status, type);
        await CheckNothingLeftAsync();
    }

    [Fact]
    public async Task Form_LeavesNothing_WhenAFileIsTooLarge()
    {
        using HttpResponseMessage response = await service.UploadAsync(Form(("fine.txt", "text"), ("large.csv", "text\n" + new string('x', 100_000))));

        await ProblemAsync(response, 413, "file-too-large");
        await CheckNothingLeftAsync();
    }

    [Fact]
    public async Task Form_LeavesNothing_WhenThereAreTooManyFiles()
    {
        using HttpResponseMessage response = await service.UploadAsync(Form([.. Enumerable.Range(0, 13).Select(i => ($"{i}.txt", "text"))]));

        await ProblemAsync(response, 413, "too-many-files");
        await CheckNothingLeftAsync();
    }

    [Theory]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=b", "no boundary at all")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=f; filename=a.txt\r\n\r\ncut off")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nno disposition\r\n--b--\r\n")]
    public async Task Form_LeavesNothing_WhenItIsMalformed(string type, string content)
    {
        using var body = new StringContent(content);
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using HttpResponseMessage response = await service.UploadAsync(body);

        await ProblemAsync(response, 400, "malformed-multipart");
        await CheckNothingLeftAsync();
    }

    [Fact]
    public async Task Upload_LeavesNothing_WhenItIsCutOffHalfway()
    {
        byte[] table = Encoding.UTF8.GetBytes("text\n" + string.Concat(Enumerable.Repeat("a row that is sent\n", 1_000)));
        using (var socket = new TcpClient(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port))
        {
            NetworkStream stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/documents/bulk-upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: {2 * table.Length}\r\n\r\n"));
            await stream.WriteAsync(table);
            await WaitAsync("the upload has begun", async () => await CountAsync("uploads") == 1);
        }

        await WaitAsync("the upload is forgotten", async () => await CountAsync("uploads") == 0);
        await CheckNothingLeftAsync();
    }

    private async Task CheckNothingLeftAsync()
    {
        Assert.Equal(0, await CountAsync("batches"));
        Assert.Equal(0, await CountAsync("uploads"));
        string blobs = Path.Combine(service.DataFolder, "blobs");
        Assert.All(Directory.EnumerateDirectories(blobs), f => Assert.Contains(Path.GetFileName(f), (string[])["models", "owner"]));
    }

    private Task<long> CountAsync(string table) => service.Services.GetRequiredService<ISqlDatabase>()
        .ReadAsync(c => c.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {table}"), CancellationToken.None);

    private static async Task WaitAsync(string what, Func<Task<bool>> isSo)
    {
        for (int i = 0; i < 1_000; i++)
        {
            if (await isSo()) return;
            await Task.Delay(10);
        }

        Assert.Fail($"After ten seconds not yet: {what}.");
    }
}
