using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Egress;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Cli.Tokens;

/// <summary>What the tokens of a run are kept with.</summary>
internal sealed record LocalTokenServices
{
    public required ITokenStore Store { get; init; }

    public required TokenKeeper Keeper { get; init; }

    /// <summary>Where token requests may go: where webhooks may.</summary>
    public required EgressOptions Egress { get; init; }

    public required INameResolver Resolver { get; init; }

    /// <summary>Where a person's browser comes to connect.</summary>
    public required Uri ConnectUrl { get; init; }

    /// <summary>Puts an access token where the worker finds it: the file of its client, and its text. A null text takes the file away.</summary>
    public required Action<LocalClient, string?> Publish { get; init; }

    /// <summary>Tells the user: the destination, a sentence, and whether it is a trouble.</summary>
    public required Action<string, string, bool> Tell { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    /// <summary>To be disposed by the caller.</summary>
    public HttpMessageInvoker Connect(LocalClient client) => GuardedInvoker.Create(Egress, null, client.Tls, Resolver, Time);
}
