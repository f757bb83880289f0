using BatchProcessing.Torture;
using BatchProcessing.Torture.Checks;
using BatchProcessing.Torture.Stores;
using Microsoft.Data.Sqlite;

namespace BatchProcessing.Server.Tests.Torture;

public sealed class StoreCheckTests
{
    [Fact]
    public async Task RunAlways_FindsNothing_WhenNoNodeHasLivedLongEnoughToMakeTheDatabase()
    {
        using var folder = new TempFolder();
        var violations = new Violations();
        await using var store = new SqliteUnderTest(folder.Path);
        var check = new StoreCheck(store, violations);

        await check.RunAlwaysAsync("before the file");
        await MakeEmptyAsync(folder.Path);
        await check.RunAlwaysAsync("before the tables");

        Assert.Empty(violations.Texts);
    }

    private static async Task MakeEmptyAsync(string folder)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "data", "batches.db")};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE other (id INTEGER)";
        await command.ExecuteNonQueryAsync();
    }
}
