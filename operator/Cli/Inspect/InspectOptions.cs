using System.CommandLine;

namespace ExtensibleWebhooks.Cli.Inspect;

/// <summary>The options that say which worker to ask.</summary>
internal sealed class InspectOptions
{
    public const string TokenVariable = "WEBHOOKS_TOKEN";

    private readonly Option<Uri> _url = new("--url")
    {
        Description = "The worker's management port: webhooks run listens there, kubectl port-forward brings a cluster's there",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:9090"),
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/")
            {
                return url;
            }

            result.AddError($"--url is \"{text}\": an http URL without a path is needed, such as http://127.0.0.1:9090");
            return null;
        },
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = $"A cluster's worker asks for it: the key inspect-token of the Secret <source>-worker [default: the environment variable {TokenVariable}]",
        HelpName = "TOKEN",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_token);
    }

    /// <summary>A client of the worker that was chosen; the caller disposes of it.</summary>
    public InspectClient Connect(ParseResult result) =>
        new(result.GetRequiredValue(_url), result.GetValue(_token) ?? Environment.GetEnvironmentVariable(TokenVariable));
}
