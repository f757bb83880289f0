using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace BatchProcessing.Server.Api;

/// <summary>Says of each operation which scope its caller's key needs, and how it is refused without.</summary>
internal sealed class SwaggerScopes : IOperationFilter
{
    /// <summary>The extension that names the scope.</summary>
    public const string Extension = "x-scope";

    /// <summary>The scheme of <c>Authorization: Bearer</c>.</summary>
    public const string Bearer = "bearer";

    /// <summary>The scheme of <c>X-Api-Key</c>.</summary>
    public const string Header = "apiKey";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        string? scope = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().FirstOrDefault()?.Policy;
        if (scope is null) return;
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[Extension] = new JsonNodeExtension(JsonValue.Create(scope));
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Header, context.Document)] = [] },
        ];
        operation.Responses ??= [];
        Add(operation.Responses, "401", "Unauthorized", context);
        Add(operation.Responses, "403", "Forbidden", context);
        Add(operation.Responses, "429", "Too Many Requests", context);
    }

    private static void Add(OpenApiResponses responses, string status, string description, OperationFilterContext context) =>
        responses.TryAdd(status, new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/problem+json"] = new OpenApiMediaType
                {
                    Schema = context.SchemaGenerator.GenerateSchema(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), context.SchemaRepository),
                },
            },
        });
}
