using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Lifecycle;

/// <summary>
/// A token endpoint below HTTP, as strict as the strictest: each refresh token is good once, and one that comes a second time ends its whole family (RFC 9700 §4.14.2).
/// It can be down, slow, or lose its answers.
/// </summary>
internal sealed class FakeProvider : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _families = [];
    private readonly HashSet<string> _used = [];
    private readonly HashSet<string> _underWay = [];
    private readonly HashSet<int> _ended = [];
    private int _tokens;

    /// <summary>Refresh tokens that came, in turn, and for client_credentials "fetch".</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Seconds of an access token's life; null: not said.</summary>
    public int? ExpiresIn { get; set; } = 3600;

    /// <summary>Whether a refresh gives a new refresh token, and the old one is used up.</summary>
    public bool Rotates { get; set; } = true;

    /// <summary>Instead of an answer; null: none.</summary>
    public (HttpStatusCode Status, string Body)? Fault { get; set; }

    /// <summary>What is asked waits for it, before it counts.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    /// <summary>What counted waits for it before it is answered; may throw as a network does.</summary>
    public Func<Task> After { get; set; } = () => Task.CompletedTask;

    /// <summary>Two refresh tokens were sent for one.</summary>
    public bool SawReuse { get; private set; }

    /// <summary>A refresh token came while a request with it was still under way.</summary>
    public bool SawOverlap { get; private set; }

    /// <summary>The tokens that a person's Connect gives, in a family of their own.</summary>
    public (string Access, string Refresh) Connect()
    {
        lock (_lock)
        {
            return Grant(_families.Count);
        }
    }

    public bool IsLive(string refreshToken)
    {
        lock (_lock)
        {
            return _families.TryGetValue(refreshToken, out var family) && !_ended.Contains(family) && !_used.Contains(refreshToken);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = HttpUtility.ParseQueryString(await (request.Content ?? throw new InvalidOperationException("No form.")).ReadAsStringAsync(cancellationToken));
        var token = form["refresh_token"] ?? "fetch";
        SawOverlap |= !_underWay.Add(token) && token != "fetch";
        try
        {
            await Before().WaitAsync(cancellationToken);
            var (status, body) = Judge(token);
            await After().WaitAsync(cancellationToken);
            return new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
        finally
        {
            _underWay.Remove(token);
        }
    }

    private (HttpStatusCode Status, string Body) Judge(string token)
    {
        lock (_lock)
        {
            Asked.Add(token);
            return Fault ?? (token == "fetch" ? Answer(Grant(-1).Access, null) : Refresh(token));
        }
    }

    private (HttpStatusCode Status, string Body) Refresh(string refreshToken)
    {
        if (!_families.TryGetValue(refreshToken, out var family) || _ended.Contains(family))
        {
            return Ended();
        }

        if (!Rotates)
        {
            return Answer($"access-{++_tokens}", null);
        }

        if (!_used.Add(refreshToken))
        {
            SawReuse = true;
            _ended.Add(family);
            return Ended();
        }

        var (access, refresh) = Grant(family);
        return Answer(access, refresh);
    }

    private (string Access, string Refresh) Grant(int family)
    {
        var number = ++_tokens;
        _families[$"refresh-{number}"] = family;
        return ($"access-{number}", $"refresh-{number}");
    }

    private (HttpStatusCode Status, string Body) Answer(string access, string? refresh) =>
        (HttpStatusCode.OK, JsonSerializer.Serialize(new { access_token = access, refresh_token = refresh, expires_in = ExpiresIn, token_type = "Bearer" }));

    private static (HttpStatusCode Status, string Body) Ended() => (HttpStatusCode.BadRequest, """{"error":"invalid_grant","error_description":"the refresh token is used or revoked"}""");
}
