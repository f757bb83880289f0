using BatchProcessing.Hangfire.Storage;

namespace BatchProcessing.Server.Tests.Hangfire;

public sealed class HangfireTablesTests
{
    [Theory]
    [InlineData("Host=db", "hangfire")]
    [InlineData("Host=db;Search Path=public", "hangfire")]
    [InlineData("Host=db;Search Path='\"$user\",public'", "hangfire")]
    [InlineData("Host=db;Search Path=shop,public", "shop_hangfire")]
    [InlineData("", "hangfire")]
    public void Schema_IsBesideTheServicesOwn(string connection, string expected) =>
        Assert.Equal(expected, new HangfireTables(connection).Schema);
}
