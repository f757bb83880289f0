using System.CommandLine;

namespace BatchProcessing.Cli.Backup;

/// <summary><c>backup</c>: copies the data folder of a service, running or not.</summary>
internal static class BackupCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "Data folder of the service.", DefaultValueFactory = _ => "./data" };
    private static readonly Option<string?> Blobs = new("--blobs") { Description = "Its Storage:BlobFolder, if that is set; default blobs in the data folder." };
    private static readonly Option<string> Out = new("--out") { Description = "Folder to make, or file ending in .zip.", Required = true };

    public static Command Create()
    {
        var command = new Command("backup", "Copies the data folder of a service with the embedded store, running or not.") { Data, Blobs, Out };
        command.SetAction((arguments, token) => BackupRun.RunAsync("backed up", async () =>
        {
            string data = arguments.GetRequiredValue(Data);
            using IFileSet target = BackupFile.Create(arguments.GetRequiredValue(Out));
            using var backup = new DataFolderBackup(data, arguments.GetValue(Blobs) ?? Path.Combine(data, DataFiles.Blobs), target);
            return await backup.RunAsync(token);
        }));
        return command;
    }
}
