using BatchProcessing.Server.Security;
using Microsoft.OpenApi;

namespace BatchProcessing.Server.Api;

/// <summary>Describes the API at /swagger.</summary>
internal static class SwaggerRegistration
{
    public static void AddSwagger(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "BatchProcessing",
                Version = "v1",
                Description = "Upload documents in bulk; they are classified in the background and nothing is lost.",
            });
            options.AddSecurityDefinition(SwaggerScopes.Bearer, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key. While the service has none, requests of its own machine need none.",
            });
            options.AddSecurityDefinition(SwaggerScopes.Header, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = PresentedKey.Header,
                Description = "The same key in a header of its own.",
            });
            options.OperationFilter<SwaggerScopes>();
            options.OperationFilter<SwaggerExamples>();
            options.OperationFilter<UploadParameters>();
            options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "BatchProcessing.xml"));
            options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "BatchProcessing.Server.xml"));
        });
    }

    public static void UseSwaggerPages(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(options => options.DocumentTitle = "BatchProcessing API");
    }
}
