using System.Text.RegularExpressions;
using BatchProcessing.Hangfire.Jobs;
using BatchProcessing.Jobs;
using BatchProcessing.Overview;
using Hangfire.Common;
using Hangfire.Dashboard;
using Hangfire.States;
using Hangfire.Storage.Monitoring;
using Job = BatchProcessing.Jobs.Job;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>What a slice worked on, or works on now, on Hangfire's own page about its job.</summary>
internal static partial class SliceDetails
{
    private const string Result = "Result";

    public static NonEscapedString Of(JobDetailsRendererDto dto)
    {
        if (ServiceJob.FromHangfire(dto.JobDetails.Job) is not { Kind: JobKind.Pump } slice) return Markup.Empty;
        return Markup.Of($"""
            <h3>What this slice worked on</h3>
            <p class="text-muted">A slice works for whichever batch of {Tenant(slice)} in its lane has waited longest.</p>
            {Worked(dto)}
            """);
    }

    private static string Tenant(Job slice) => slice.TenantId is { } tenant ? $"tenant {tenant}" : "its tenant";

    private static NonEscapedString Worked(JobDetailsRendererDto dto)
    {
        StateHistoryDto? last = dto.JobDetails.History.FirstOrDefault();
        if (last?.StateName == ProcessingState.StateName) return InHand(dto);
        if (last is null || !last.Data.TryGetValue(Result, out string? stored) || stored is null)
            return Markup.Of($"<p>Nothing{(last?.StateName == SucceededState.StateName ? ": no chunk was left for it" : " yet")}.</p>");
        string worked = SerializationHelper.Deserialize<string>(stored, SerializationOption.User) ?? "";
        return Markup.Of($"<ul>{Markup.Join(worked.Split("; ").Select(part => Markup.Of($"<li>{Linked(dto.Page, part)}</li>")))}</ul>");
    }

    private static NonEscapedString InHand(JobDetailsRendererDto dto)
    {
        IReadOnlyList<ChunkTrace> chunks = dto.Page.Ask((store, token) => store.ListInHandAsync(dto.JobId, token));
        return chunks.Count == 0
            ? Markup.Of($"<p>It has no chunk in hand at this moment.</p>")
            : Markup.Of($"<p>It has in hand now:</p>{ChunkRows.Of(dto.Page, chunks, withBatch: true, dto.Page.Get<TimeProvider>().GetUtcNow())}");
    }

    private static NonEscapedString Linked(RazorPage page, string part)
    {
        Match id = BatchId().Match(part);
        return id.Success
            ? Markup.Of($"""<a href="{page.Url.To(BatchLinks.To(Guid.Parse(id.Value)))}">{id.Value}</a>{part[id.Length..]}""")
            : Markup.Of($"{part}");
    }

    [GeneratedRegex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex BatchId();
}
