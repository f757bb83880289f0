using BatchProcessing.Server.Jobs;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Server.Hosting;

/// <summary>
/// What this build holds, in the order of preference. The only file that knows of the build's switches: what is built in
/// with <c>-p:WithHangfire=true</c> or <c>-p:WithMLNet=true</c> is a line here.
/// </summary>
internal static class OptionalParts
{
    /// <summary>The job engines; the first is the default.</summary>
    public static IReadOnlyList<JobEnginePart> JobEngines { get; } =
    [
#if HANGFIRE
        new(
            "Hangfire",
            BatchProcessing.Hangfire.HangfireRegistration.AddHangfireJobEngine,
            BatchProcessing.Hangfire.HangfireRegistration.MapHangfire,
            BatchProcessing.Hangfire.HangfireRegistration.Path),
#endif
        new("Quartz", QuartzRegistration.AddQuartzJobEngine, Map: null, Page: null),
    ];

    /// <summary>The runtimes of text models beside this project's own.</summary>
    public static IReadOnlyList<ITextModelRuntime> ModelRuntimes { get; } =
    [
#if MLNET
        new BatchProcessing.MLNet.TextModels.MLNetRuntime(),
#endif
    ];
}
