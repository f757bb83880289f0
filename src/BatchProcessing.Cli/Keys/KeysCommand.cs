using System.CommandLine;

namespace BatchProcessing.Cli.Keys;

/// <summary><c>keys</c>: makes, lists and revokes keys in the database of a service, which need not run.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Keys of a service: made, listed and revoked in its database, whether it runs or not.")
    {
        CreateKeyCommand.Create(),
        ListKeysCommand.Create(),
        RevokeKeyCommand.Create(),
    };
}
