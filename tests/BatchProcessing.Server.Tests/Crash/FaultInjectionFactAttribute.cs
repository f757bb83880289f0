namespace BatchProcessing.Server.Tests.Crash;

/// <summary>A test that breaks the service at points that release builds do not have.</summary>
internal sealed class FaultInjectionFactAttribute : FactAttribute
{
    public FaultInjectionFactAttribute()
    {
#if !FAULT_INJECTION
        Skip = "A release build cannot be told to fail; run the tests in Debug.";
#endif
    }
}
