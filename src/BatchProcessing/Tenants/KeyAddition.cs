namespace BatchProcessing.Tenants;

/// <summary>What came of adding a key.</summary>
public enum KeyAddition
{
    /// <summary>It is there.</summary>
    Added,

    /// <summary>There is no such tenant.</summary>
    NoTenant,

    /// <summary>The tenant has as many active keys of the same scopes as it may: one has to be revoked first.</summary>
    TooMany,
}
