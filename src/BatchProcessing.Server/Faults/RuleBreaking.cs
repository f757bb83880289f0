using System.Diagnostics;
using BatchProcessing.Batches;
using BatchProcessing.Blobs;
using BatchProcessing.Faults;
using BatchProcessing.Idempotency;
using BatchProcessing.Server.Storage;

namespace BatchProcessing.Server.Faults;

/// <summary>
/// Puts what breaks the rule named by <see cref="FaultVariable.Break"/> before the stores, so that a test can show that
/// the breach is noticed. Not compiled in release builds.
/// </summary>
internal static class RuleBreaking
{
    /// <summary>Registers what breaks the rule; nothing when none is to be broken.</summary>
    [Conditional("FAULT_INJECTION")]
    public static void BreakRules(this IServiceCollection services)
    {
#if FAULT_INJECTION
        switch (BrokenRule.Current)
        {
            case null:
                break;
            case BrokenRule.NoFsync:
                services.Wrap<IBlobStore>((_, blobs) => UnsyncedBlobs.Over(blobs));
                break;
            case BrokenRule.NoUniqueKey:
                services.Wrap<IIdempotencyStore>((_, keys) => ForgetfulKeys.Over(keys));
                break;
            case { } rule:
                services.Wrap<IBatchStore>((s, store) => RuleBreakingStore.Over(store, s.GetRequiredService<ISqlDatabase>(), rule));
                break;
        }
#endif
    }

#if FAULT_INJECTION
    private static void Wrap<T>(this IServiceCollection services, Func<IServiceProvider, T, T> wrap)
        where T : class
    {
        ServiceDescriptor real = services.Last(d => d.ServiceType == typeof(T));
        services.AddSingleton(s => wrap(s, (T)(real.ImplementationFactory?.Invoke(s)
            ?? ActivatorUtilities.CreateInstance(s, real.ImplementationType!))));
    }
#endif
}
