using BatchProcessing.Server.Api.Uploads;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace BatchProcessing.Server.Api;

/// <summary>Shows the options of an upload as query parameters; the endpoint reads them itself, so that a form can hold them too.</summary>
internal sealed class UploadParameters : IOperationFilter
{
    private static OpenApiParameter Parameter(string name, ParameterLocation place) => new()
    {
        Name = name,
        In = place,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.OperationId != "BulkUpload") return;
        operation.Parameters =
        [
            .. BatchOptions.Known.Select(option => Parameter(option, ParameterLocation.Query)),
            Parameter(IdempotencyHeader.Name, ParameterLocation.Header),
        ];
    }
}
