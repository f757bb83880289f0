using System.CommandLine;

namespace BatchProcessing.Cli.Backup;

/// <summary><c>restore</c>: makes a data folder from a backup.</summary>
internal static class RestoreCommand
{
    private static readonly Option<string> From = new("--from") { Description = "The backup: a folder or a .zip file.", Required = true };
    private static readonly Option<string> Data = new("--data") { Description = "Data folder to make: missing or empty.", Required = true };

    public static Command Create()
    {
        var command = new Command("restore", "Makes a data folder from a backup, and checks every file of it.") { From, Data };
        command.SetAction((arguments, token) => BackupRun.RunAsync("restored", async () =>
        {
            using IFileSet backup = BackupFile.Open(arguments.GetRequiredValue(From));
            using var restore = new DataFolderRestore(backup, arguments.GetRequiredValue(Data));
            return await restore.RunAsync(token);
        }));
        return command;
    }
}
