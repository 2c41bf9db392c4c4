using System.Globalization;
using ExtensibleWebhooks.Credentials.Endpoint;
using ExtensibleWebhooks.Credentials.Lifecycle;
using ExtensibleWebhooks.Egress;
using ExtensibleWebhooks.Worker.Pacing;

namespace ExtensibleWebhooks.Cli.Tokens;

/// <summary>The loop of one destination: asks the keeper, puts the token where the worker finds it, says what changed, and sleeps until it is time or something happens.</summary>
internal sealed class KeptToken
{
    private static readonly TimeSpan FolderRetry = TimeSpan.FromSeconds(5);

    private readonly LocalTokenServices _services;
    private readonly ConnectServer _connect;
    private readonly CancellationTokenSource _stopping;
    private readonly Signal _wake = new();
    private LocalClient _client;
    private string? _rejected;

    /// <summary>What the user was told last.</summary>
    private Type? _told;

    public KeptToken(LocalTokenServices services, ConnectServer connect, LocalClient client, CancellationToken ending)
    {
        _services = services;
        _connect = connect;
        _client = client;
        _stopping = CancellationTokenSource.CreateLinkedTokenSource(ending);
    }

    /// <summary>As the manifests have it now.</summary>
    public LocalClient Client => Volatile.Read(ref _client);

    public void Use(LocalClient client)
    {
        Volatile.Write(ref _client, client);
        _wake.Set();
    }

    /// <summary>A receiver refused the token of this fingerprint.</summary>
    public void Reject(string fingerprint)
    {
        Volatile.Write(ref _rejected, fingerprint);
        _wake.Set();
    }

    public void Wake() => _wake.Set();

    public void Stop() => _stopping.Cancel();

    /// <summary>Until stopped. Throws nothing.</summary>
    public async Task RunAsync()
    {
        HttpMessageInvoker? http = null;
        TlsIdentity? tls = null;
        try
        {
            while (true)
            {
                var client = Client;
                if (!client.Tls.Equals(tls))
                {
                    http?.Dispose();
                    (http, tls) = (_services.Connect(client), client.Tls);
                }

                var request = new KeepRequest
                {
                    Key = client.Key,
                    Client = client.Client,
                    Endpoint = new TokenEndpoint(http ?? _services.Connect(client), _services.Time),
                    Rejected = Volatile.Read(ref _rejected),
                };
                var state = await _services.Keeper.KeepAsync(request, _stopping.Token);
                var isPublished = Publish(client, state);
                await TellAsync(client, state);
                await SleepAsync(isPublished ? state.NextCheck : _services.Time.GetUtcNow() + FolderRetry);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        finally
        {
            http?.Dispose();
            _stopping.Dispose();
        }
    }

    /// <summary>Without a token to send the last one stays, unless it is nobody's any more: the worker holds either way. A changed client's went with the plan.</summary>
    private bool Publish(LocalClient client, CredentialState state)
    {
        if (state.Tokens is null && state is not CredentialState.ConnectRequired)
        {
            return true;
        }

        try
        {
            _services.Publish(client, state.Tokens?.AccessToken);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _services.Tell(client.Key.Name, $"its access token cannot be written where the worker reads it: {error.Message}", true);
            return false;
        }
    }

    /// <summary>Once for each change, not for each try.</summary>
    private async Task TellAsync(LocalClient client, CredentialState state)
    {
        if (_told == state.GetType())
        {
            return;
        }

        _told = state.GetType();
        var text = state switch
        {
            CredentialState.Ready ready => $"has an access token{(ready.Current.ExpiresAt is { } end ? string.Create(CultureInfo.InvariantCulture, $" until {end.ToLocalTime():HH:mm:ss}") : "")}, and keeps it fresh.",
            CredentialState.Unavailable unavailable => $"{unavailable.Message}. It is tried again; events wait, none is lost.",
            CredentialState.ClientRefused refused => $"{refused.Message}. Mend the Secret or the spec; events wait, none is lost.",
            CredentialState.ConnectRequired required => await InviteAsync(client, required),
            _ => throw new InvalidOperationException("A state of no known kind."),
        };
        _services.Tell(client.Key.Name, text, state is CredentialState.Unavailable or CredentialState.ClientRefused);
    }

    private async Task<string> InviteAsync(LocalClient client, CredentialState.ConnectRequired required)
    {
        var (link, problem) = await _connect.LinkAsync(client.Key, _stopping.Token);
        return $"{required.Message}; events wait, none is lost.\n{(link is null ? $"  {problem}" : $"  Connect: {link}")}";
    }

    private async Task SleepAsync(DateTimeOffset? until)
    {
        using var alarm = until is { } at ? new CancellationTokenSource(Left(at), _services.Time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(alarm.Token, _stopping.Token);
        try
        {
            await _wake.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>No longer than a timer can, and never zero, so that a clock that stands still makes no spin.</summary>
    private TimeSpan Left(DateTimeOffset at)
    {
        var left = at - _services.Time.GetUtcNow();
        return left < TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50) : left > TimeSpan.FromHours(1) ? TimeSpan.FromHours(1) : left;
    }
}
