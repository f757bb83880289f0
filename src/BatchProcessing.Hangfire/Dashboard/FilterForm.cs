using BatchProcessing.Batches;
using Hangfire.Dashboard;

namespace BatchProcessing.Hangfire.Dashboard;

/// <summary>What the list of batches is filtered by: in words, or as a form to change it.</summary>
internal static class FilterForm
{
    /// <summary>The form when it is open, otherwise the words.</summary>
    public static NonEscapedString Of(RazorPage page, ListQuery query, bool isOpen) => isOpen ? Form(page, query) : Words(page, query);

    private static NonEscapedString Words(RazorPage page, ListQuery query) => Markup.Of($"""
        <p class="bp-filter">
          <a class="btn btn-default btn-sm" href="{query.Address(page, ("filter", "open"))}"><span class="glyphicon glyphicon-filter"></span> Filter…</a>
          {Markup.Join(Said(query).Select(w => Markup.Of($"""<span class="label label-default">{w}</span> """)))}
          {(query.IsFiltered ? Markup.Of($"""<a href="{page.Url.To(BatchLinks.List)}">show all</a>""") : Markup.Empty)}
        </p>
        """);

    private static IEnumerable<string> Said(ListQuery query)
    {
        if (query[ListQuery.State] is { Length: > 0 } state) yield return StateName(state);
        if (query[ListQuery.Tenant] is { Length: > 0 } tenant) yield return $"tenant {tenant}";
        if (query[ListQuery.Name] is { Length: > 0 } name) yield return $"name contains '{name}'";
        if (query[ListQuery.From] is { Length: > 0 } from) yield return $"created from {from} UTC";
        if (query[ListQuery.To] is { Length: > 0 } to) yield return $"created before {to} UTC";
    }

    private static NonEscapedString Form(RazorPage page, ListQuery query) => Markup.Of($"""
        <form class="bp-form well well-sm" method="get" action="{page.Url.To(BatchLinks.List)}">
          <label>State <select class="form-control input-sm" name="{ListQuery.State}">
            {Option(query, "")}
            {Markup.Join(Enum.GetValues<BatchStatus>().Select(s => Option(query, s.ToWire())))}
            {Option(query, ListQuery.WithFailures)}
          </select></label>
          {Input(query, ListQuery.Tenant, "Tenant", "text")}
          {Input(query, ListQuery.Name, "Name contains", "text")}
          {Input(query, ListQuery.From, "Created from (UTC)", "datetime-local")}
          {Input(query, ListQuery.To, "Created before (UTC)", "datetime-local")}
          <span class="bp-buttons"><button class="btn btn-primary btn-sm" type="submit">Filter</button>
          <a class="btn btn-default btn-sm" href="{page.Url.To(BatchLinks.List)}">Show all</a></span>
        </form>
        """);

    private static NonEscapedString Option(ListQuery query, string state)
    {
        var selected = new NonEscapedString(query[ListQuery.State] == state ? " selected" : "");
        return Markup.Of($"""<option value="{state}"{selected}>{(state.Length == 0 ? "all" : StateName(state))}</option>""");
    }

    private static string StateName(string state) => state.Replace('-', ' ');

    private static NonEscapedString Input(ListQuery query, string name, string label, string type) => Markup.Of(
        $"""<label>{label} <input class="form-control input-sm" type="{type}" name="{name}" value="{query[name]}" maxlength="200"></label>""");
}
