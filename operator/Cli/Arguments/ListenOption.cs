using System.CommandLine;
using System.CommandLine.Parsing;

namespace ExtensibleWebhooks.Cli.Arguments;

/// <summary>An option that says where to listen.</summary>
internal static class ListenOption
{
    /// <param name="name">With its dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="byDefault">Where to listen if the option is not given.</param>
    public static Option<Uri> Create(string name, string description, string byDefault) => new(name)
    {
        Description = description,
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri(byDefault),
        CustomParser = result => Parse(result, name, byDefault),
    };

    /// <param name="name">With its dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="byDefault">Where to listen if the option is given without a URL; if it is not given, nothing listens.</param>
    public static Option<Uri?> CreateSwitch(string name, string description, string byDefault) => new(name)
    {
        Description = description,
        HelpName = "URL",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? new Uri(byDefault) : Parse(result, name, byDefault),
    };

    private static Uri? Parse(ArgumentResult result, string name, string example)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp && url.PathAndQuery == "/")
        {
            return url;
        }

        result.AddError($"{name} is \"{text}\": an http URL without a path is needed, such as {example}");
        return null;
    }
}
