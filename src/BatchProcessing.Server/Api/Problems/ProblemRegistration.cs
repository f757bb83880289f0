namespace BatchProcessing.Server.Api.Problems;

/// <summary>Makes every error answer a problem, whoever raises it.</summary>
internal static class ProblemRegistration
{
    public static void AddProblems(this IServiceCollection services)
    {
        services.AddExceptionHandler<ExceptionProblems>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            // Bare statuses (no route, wrong method …) come with the framework's type: give them ours.
            if (context.ProblemDetails.Type?.Contains("://", StringComparison.Ordinal) != false)
            {
                context.ProblemDetails.Type = ProblemType.For(context.HttpContext.Response.StatusCode);
                context.ProblemDetails.Title = Problem.TitleOf(context.ProblemDetails.Type);
            }

            if (context.HttpContext.Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
                context.HttpContext.Response.Headers.RetryAfter = "5";
            if (context.ProblemDetails.Type is ProblemType.IdempotencyInProgress or ProblemType.TooManyUploads)
                context.HttpContext.Response.Headers.RetryAfter = "1";
        });
    }

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }
}
