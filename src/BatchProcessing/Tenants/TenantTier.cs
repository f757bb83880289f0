using BatchProcessing.Jobs;

namespace BatchProcessing.Tenants;

/// <summary>What a tenant is promised.</summary>
public enum TenantTier
{
    /// <summary>Its batches share the lane <c>batch</c> with everybody's.</summary>
    Standard,

    /// <summary>Its batches have the lane <c>critical</c>, with workers of its own.</summary>
    Vip,
}

/// <summary>Names of tiers, and where their batches run.</summary>
public static class TenantTiers
{
    /// <summary>The tier's name in the API and the store: <c>standard</c> or <c>vip</c>.</summary>
    public static string ToWire(this TenantTier tier) => tier == TenantTier.Vip ? "vip" : "standard";

    /// <summary>Reads a name of <see cref="ToWire"/>.</summary>
    public static bool TryParse(string? name, out TenantTier tier)
    {
        tier = name == "vip" ? TenantTier.Vip : TenantTier.Standard;
        return name is "vip" or "standard";
    }

    /// <summary>The lane of the tier's batches.</summary>
    public static Lane Lane(this TenantTier tier) => tier == TenantTier.Vip ? Jobs.Lane.Critical : Jobs.Lane.Batch;
}
