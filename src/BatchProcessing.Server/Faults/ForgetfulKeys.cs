#if FAULT_INJECTION
using System.Reflection;
using BatchProcessing.Idempotency;

namespace BatchProcessing.Server.Faults;

/// <summary>An idempotency store that takes every use of a key for the first.</summary>
internal class ForgetfulKeys : DispatchProxy
{
    private IIdempotencyStore _keys = null!;

    /// <summary>Stands before a store.</summary>
    public static IIdempotencyStore Over(IIdempotencyStore keys)
    {
        IIdempotencyStore proxy = Create<IIdempotencyStore, ForgetfulKeys>();
        ((ForgetfulKeys)(object)proxy)._keys = keys;
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IIdempotencyStore.ReserveAsync)) args![1] = $"{args[1]}-{Guid.NewGuid():N}";
        return targetMethod.Invoke(_keys, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
#endif
