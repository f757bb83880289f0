using System.CommandLine;

namespace BatchProcessing.Benchmarks.Load;

/// <summary>The servers of a run.</summary>
/// <param name="Server">The server's assembly.</param>
/// <param name="Store">The database under them.</param>
/// <param name="Nodes">How many.</param>
internal sealed record ServerOptions(FileInfo Server, LoadStore Store, int Nodes)
{
    private static readonly Option<LoadStore> StoreOption = new("--store") { Description = "The database under the servers" };

    private static readonly Option<int> NodesOption = new("--nodes") { Description = "Servers; more than one on PostgreSQL only", DefaultValueFactory = _ => 1 };

    private static readonly Option<FileInfo> ServerOption = new("--server") { Description = "Server assembly; this build's by default" };

    /// <summary>Gives a command the options that describe its servers.</summary>
    public static void AddTo(Command command)
    {
        command.Add(StoreOption);
        command.Add(NodesOption);
        command.Add(ServerOption);
        command.Validators.Add(result =>
        {
            if (result.GetValue(NodesOption) > 16)
                result.AddError("--nodes must be at most 16.");
            if (result.GetValue(NodesOption) > 1 && result.GetValue(StoreOption) == LoadStore.Sqlite)
                result.AddError("--nodes above 1 need --store postgres.");
        });
    }

    /// <summary>Gives a command that runs one server on its embedded database the option that names the server.</summary>
    public static void AddServerTo(Command command) => command.Add(ServerOption);

    /// <summary>What the command line says of the servers.</summary>
    public static ServerOptions Of(ParseResult parsed) =>
        new(ServerOf(parsed), parsed.GetValue(StoreOption), parsed.GetValue(NodesOption));

    /// <summary>The server's assembly that the command line names, or this build's.</summary>
    public static FileInfo ServerOf(ParseResult parsed) => parsed.GetValue(ServerOption) ?? BuiltServer();

    /// <summary>The server built with this program: same configuration, same target.</summary>
    private static FileInfo BuiltServer()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var (framework, configuration) = (output.Name, output.Parent!.Name);
        var root = output;
        while (!File.Exists(Path.Combine(root.FullName, "BatchProcessing.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("This program is outside the repository; name --server.");
        return new FileInfo(Path.Combine(
            root.FullName, "src", "BatchProcessing.Server", "bin", configuration, framework, "BatchProcessing.Server.dll"));
    }
}
