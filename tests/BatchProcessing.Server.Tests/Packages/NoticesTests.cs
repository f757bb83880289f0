using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BatchProcessing.Server.Tests.Packages;

/// <summary>The list of what others have made, which goes along with the service.</summary>
public sealed partial class NoticesTests
{
    private static readonly string[] Programs = ["BatchProcessing.Server", "BatchProcessing.Cli"];

    [Fact]
    public async Task Notices_ListThePackagesOfThePrograms_WithTheirVersions()
    {
        string[] used = [.. Programs.SelectMany(PackagesOf).Distinct().Order()];
        string[] listed = [.. (await RowsAsync()).Select(r => $"{r.Groups["name"].Value}/{r.Groups["version"].Value}").Order()];

        Assert.True(used.Length > 40, $"{used.Length} packages");
        Assert.True(used.SequenceEqual(listed),
            $"Add to THIRD-PARTY-NOTICES.md: {string.Join(", ", used.Except(listed))}. Remove: {string.Join(", ", listed.Except(used))}.");
    }

    [Fact]
    public async Task Notices_GiveEachPackageALicenceAndAnAddress() => Assert.All(await RowsAsync(), row =>
    {
        Assert.Matches("^(MIT|Apache-2.0|BSD-[23]-Clause|PostgreSQL|MS-PL|LGPL-3.0|public domain)", row.Groups["licence"].Value);
        Assert.True(Uri.TryCreate(row.Groups["address"].Value, UriKind.Absolute, out _), row.Value);
    });

    private static async Task<IReadOnlyList<Match>> RowsAsync() =>
        Row().Matches(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "THIRD-PARTY-NOTICES.md"))).ToArray<Match>();

    private static IEnumerable<string> PackagesOf(string program)
    {
        JsonNode dependencies = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{program}.deps.json")))!;
        return dependencies["libraries"]!.AsObject().Where(l => (string?)l.Value!["type"] == "package").Select(l => l.Key);
    }

    [GeneratedRegex(@"^\| (?<name>[\w.]+) \| (?<version>\d\S*) \| (?<licence>[^|]+) \| (?<address>[^|]+) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
