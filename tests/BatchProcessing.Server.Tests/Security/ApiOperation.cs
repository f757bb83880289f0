using System.Text;
using System.Text.Json.Nodes;

namespace BatchProcessing.Server.Tests.Security;

/// <summary>One operation of the live API description, ready to be asked with any key.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path with its parameters in braces.</param>
/// <param name="Scope">The scope that the description says it needs, or null.</param>
/// <param name="BodyTypes">The content types that it takes.</param>
internal sealed record ApiOperation(string Method, string Path, string? Scope, IReadOnlyList<string> BodyTypes)
{
    public bool IsForAdministrators => Path is "/metrics" or "/api/documents/process-file" || Path.StartsWith("/api/tenants", StringComparison.Ordinal);

    /// <summary>What the scope must be, whatever the description says: reading is GET, the rest changes something.</summary>
    public string ExpectedScope => IsForAdministrators ? "admin" : Method == "GET" ? "read" : "submit";

    /// <summary>Whether the path names a thing of a tenant.</summary>
    public bool NamesAThing => Path.Contains('{') && !IsForAdministrators;

    /// <summary>Every operation of the service as it runs, those that were added yesterday too.</summary>
    public static async Task<IReadOnlyList<ApiOperation>> AllAsync(ServiceHost service)
    {
        JsonNode document = await service.JsonAsync("/swagger/v1/swagger.json");
        return [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => new ApiOperation(
            operation.Key.ToUpperInvariant(), path.Key.TrimEnd('/'), (string?)operation.Value!["x-scope"],
            [.. operation.Value!["requestBody"]?["content"]?.AsObject().Select(c => c.Key) ?? []])))];
    }

    /// <summary>The path with the ids of given things; a parameter that nobody knows gets an id of nothing.</summary>
    public string PathOf(IReadOnlyDictionary<string, string> things)
    {
        var path = new StringBuilder();
        string[] parts = Path.Split('/');
        for (int i = 1; i < parts.Length; i++)
        {
            path.Append('/').Append(parts[i] is ['{', .., '}']
                ? things.GetValueOrDefault($"{parts[i - 1]}/{parts[i]}", Guid.Empty.ToString())
                : parts[i]);
        }

        return path.ToString();
    }

    /// <summary>A body that the operation can begin to read.</summary>
    public HttpContent? Body()
    {
        if (BodyTypes.Count == 0) return null;
        if (BodyTypes.Contains("text/csv")) return ServiceHost.Csv("text\ngood\n");
        return BodyTypes.Contains("multipart/form-data") ? ServiceHost.Form(("a.csv", "text,label\ngood,x\n")) : ServiceHost.Body("[]", BodyTypes[0]);
    }

    public override string ToString() => $"{Method} {Path}";
}
