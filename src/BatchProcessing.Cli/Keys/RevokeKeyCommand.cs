using System.CommandLine;

namespace BatchProcessing.Cli.Keys;

/// <summary><c>keys revoke</c>: ends a key for ever.</summary>
internal static class RevokeKeyCommand
{
    private static readonly Argument<string> KeyId = new("keyId") { Description = "The id of the key, as 'keys list' shows it: no secret." };

    public static Command Create()
    {
        var command = new Command("revoke", "Revokes a key for ever; a running service refuses it within some seconds.")
        {
            KeyId, KeyOptions.Tenant, KeyOptions.Data, KeyOptions.Connection,
        };
        command.SetAction((arguments, token) => KeyOptions.RunAsync(
            arguments,
            async store =>
            {
                (string tenant, string id) = (arguments.GetRequiredValue(KeyOptions.Tenant), arguments.GetRequiredValue(KeyId));
                return await store.RevokeKeyAsync(tenant, id, token)
                    ? 0
                    : await KeyOptions.FailAsync(arguments, $"The tenant '{tenant}' has no key '{id}'.");
            },
            token));
        return command;
    }
}
