using BatchProcessing.Server.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static BatchProcessing.Server.Tests.ServiceHost;

namespace BatchProcessing.Server.Tests.Api;

/// <summary>A service whose database serves but is not as its statements need it.</summary>
public sealed class DatabaseFaultTests(ServiceHost service) : IClassFixture<ServiceHost>
{
    [Fact]
    public async Task Answer_IsAnInternalError_WhenAStatementIsAtFault()
    {
        await service.Services.GetRequiredService<ISqlDatabase>().WriteAsync(
            t => t.Connection!.ExecuteAsync("ALTER TABLE batches RENAME TO other", transaction: t), CancellationToken.None);

        using HttpResponseMessage response = await service.GetAsync("/api/batches");

        await ProblemAsync(response, 500, "internal-error");
        Assert.Null(response.Headers.RetryAfter);
    }
}
