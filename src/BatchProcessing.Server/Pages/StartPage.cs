using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BatchProcessing.Server.Pages;

/// <summary>
/// What a browser finds at the service's address: links to what there is. It is the same for everybody and asks nothing
/// of the store, so it needs no key.
/// </summary>
internal static class StartPage
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string Html = Read();

    public static void MapStartPage(this IEndpointRouteBuilder routes) => routes.MapMethods("/", Methods, Get)
        .AllowAnonymous()
        .ExcludeFromDescription();

    private static ContentHttpResult Get() => TypedResults.Content(Html, $"{MediaTypeNames.Text.Html}; charset=utf-8");

    private static string Read()
    {
        using Stream page = typeof(StartPage).Assembly.GetManifestResourceStream("BatchProcessing.Server.Pages.start.html")!;
        using var reader = new StreamReader(page);
        return reader.ReadToEnd();
    }
}
