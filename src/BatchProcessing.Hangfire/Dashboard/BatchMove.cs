using BatchProcessing.Batches;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>What a person may do to a batch on its page: the same as its owner through the API.</summary>
/// <param name="Name">The last part of the address.</param>
/// <param name="Button">What the button says.</param>
/// <param name="Question">Asked before, or null when it is done at once.</param>
/// <param name="IsOffered">Whether the batch lets it.</param>
/// <param name="MakeAsync">Does it for the batch's tenant; false when the batch is gone.</param>
internal sealed record BatchMove(
    string Name,
    string Button,
    string? Question,
    Func<Batch, bool> IsOffered,
    Func<BatchControl, Batch, CancellationToken, Task<bool>> MakeAsync)
{
    /// <summary>All moves, in the order of their buttons.</summary>
    public static IReadOnlyList<BatchMove> All { get; } =
    [
        new("pause", "Pause", null, b => b.Status is BatchStatus.Queued or BatchStatus.Running,
            async (control, b, token) => await control.PauseAsync(b.TenantId, b.Id, token) is not null),
        new("resume", "Resume", null, b => b.Status == BatchStatus.Paused,
            async (control, b, token) => await control.ResumeAsync(b.TenantId, b.Id, token) is not null),
        new("retry", "Retry what failed", null, b => b.Status.IsTerminal() && b.Progress.Failed + b.Progress.NotProcessed > 0,
            async (control, b, token) => await control.RetryAsync(b.TenantId, b.Id, token) is not null),
        new("cancel", "Cancel", "Chunks in hand finish, the others are never started. Results so far stay.",
            b => !b.Status.IsTerminal() && b.Status != BatchStatus.Cancelling,
            async (control, b, token) => await control.CancelAsync(b.TenantId, b.Id, token) is not null),
        new(Delete, "Delete", "The batch goes with all its documents and results. It cannot be brought back.", b => b.Status.IsTerminal(),
            (control, b, token) => control.DeleteAsync(b.TenantId, b.Id, token)),
    ];

    /// <summary>The move after which there is no batch.</summary>
    public const string Delete = "delete";

    /// <summary>The move of a name, or null.</summary>
    public static BatchMove? Find(string name) => All.FirstOrDefault(m => m.Name == name);
}
