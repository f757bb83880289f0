using System.Text;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace BatchProcessing.Documents.Text;

/// <summary>
/// The visible text of a page. It is read token by token and no tree is built: building one takes time that grows with
/// the square of how deep elements are nested, minutes for a megabyte of them.
/// </summary>
internal static class HtmlText
{
    private static readonly HashSet<string> Unseen = ["script", "style", "noscript", "template", "iframe", "noembed", "noframes", "object", "svg"];

    private static readonly HashSet<string> Raw = ["style", "iframe", "noembed", "noframes", "xmp"];

    private static readonly HashSet<string> Blocks =
    [
        "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul",
    ];

    /// <summary>The text of a page, its title first, blocks on lines of their own.</summary>
    public static string Of(string html)
    {
        using var source = new TextSource(html);
        using var tokens = new HtmlTokenizer(source, HtmlEntityProvider.Resolver)
        {
            SkipComments = true,
            SkipProcessingInstructions = true,
            ShouldEmitAttribute = (ref _, _) => false,
        };
        var text = new StringBuilder(html.Length / 2);
        string? unseen = null;
        while (tokens.Get() is { Type: not HtmlTokenType.EndOfFile } token)
        {
            if (token.Type == HtmlTokenType.Character)
            {
                if (unseen is null) text.Append(token.Data);
                continue;
            }

            if (token.Type is not (HtmlTokenType.StartTag or HtmlTokenType.EndTag)) continue;
            string name = token.Name;
            if (token.Type == HtmlTokenType.StartTag) tokens.State = ModeAfter(name);
            unseen = UnseenAfter(unseen, token, name);
            if (unseen is null && Blocks.Contains(name)) text.Append('\n');
        }

        return Tidy(text);
    }

    /// <summary>What hides the text after a tag; an element that is never closed hides the rest, as it does in browsers.</summary>
    private static string? UnseenAfter(string? unseen, HtmlToken token, string name)
    {
        if (unseen is not null) return token.Type == HtmlTokenType.EndTag && name == unseen ? null : unseen;
        return token.Type == HtmlTokenType.StartTag && Unseen.Contains(name) && !token.AsTag().IsSelfClosing ? name : null;
    }

    // The tokenizer leaves to its caller which elements hold no markup.
    private static HtmlParseMode ModeAfter(string name) => name switch
    {
        "script" => HtmlParseMode.Script,
        "title" or "textarea" => HtmlParseMode.RCData,
        "plaintext" => HtmlParseMode.Plaintext,
        _ => Raw.Contains(name) ? HtmlParseMode.Rawtext : HtmlParseMode.PCData,
    };

    /// <summary>Lines without white space around them, and without empty ones.</summary>
    private static string Tidy(StringBuilder text)
    {
        var tidy = new StringBuilder(text.Length);
        foreach (ReadOnlySpan<char> line in text.ToString().AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> trimmed = line.Trim();
            if (trimmed.IsEmpty) continue;
            if (tidy.Length > 0) tidy.Append('\n');
            tidy.Append(trimmed);
        }

        return tidy.ToString();
    }
}
