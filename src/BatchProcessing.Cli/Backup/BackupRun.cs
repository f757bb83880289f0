using Microsoft.Data.Sqlite;

namespace BatchProcessing.Cli.Backup;

/// <summary>Runs a command over a backup: one line of what was done, or of each fault.</summary>
internal static class BackupRun
{
    public static async Task<int> RunAsync(string done, Func<Task<BackupReport>> work)
    {
        try
        {
            Console.WriteLine($"{done}: {await work()}");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
