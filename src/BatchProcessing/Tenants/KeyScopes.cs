namespace BatchProcessing.Tenants;

/// <summary>What the holder of a key may do.</summary>
[Flags]
public enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Upload, analyse and train, and whatever changes the tenant's own batches and models.</summary>
    Submit = 1,

    /// <summary>Read the tenant's own batches, results and models.</summary>
    Read = 2,

    /// <summary>Add tenants and make and revoke keys, of every tenant.</summary>
    Admin = 4,

    /// <summary>All of it.</summary>
    All = Submit | Read | Admin,
}

/// <summary>Names of scopes in the API, the command line and the store.</summary>
public static class KeyScopeNames
{
    /// <summary>Every scope with its name, in a fixed order.</summary>
    public static IReadOnlyList<(KeyScopes Scope, string Name)> Known { get; } =
        [(KeyScopes.Submit, "submit"), (KeyScopes.Read, "read"), (KeyScopes.Admin, "admin")];

    /// <summary>The names, in the fixed order.</summary>
    public static IReadOnlyList<string> Names(this KeyScopes scopes) => [.. Known.Where(k => scopes.HasFlag(k.Scope)).Select(k => k.Name)];

    /// <summary>The names, joined by commas.</summary>
    public static string ToWire(this KeyScopes scopes) => string.Join(',', scopes.Names());

    /// <summary>Reads names.</summary>
    /// <returns>False when there is none, or one that is no scope.</returns>
    public static bool TryParse(IEnumerable<string> names, out KeyScopes scopes)
    {
        scopes = KeyScopes.None;
        foreach (string name in names)
        {
            KeyScopes scope = Known.FirstOrDefault(k => k.Name == name).Scope;
            if (scope == KeyScopes.None) return false;
            scopes |= scope;
        }

        return scopes != KeyScopes.None;
    }
}
