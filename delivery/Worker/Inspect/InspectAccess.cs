using System.Net;
using System.Security.Cryptography;
using System.Text;
using ExtensibleWebhooks.Worker.Configuration;

namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>Who may inspect: who has the token of the configuration; where it names none, who is on this machine. Fail closed: a token file that is empty lets nobody in.</summary>
internal static class InspectAccess
{
    private const string Scheme = "Bearer ";

    public static bool IsAllowed(HttpContext context, WorkerSnapshot? snapshot)
    {
        if (snapshot?.Config.InspectTokenFile is not { } file)
        {
            return context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address) && IsLocalName(context.Request.Host.Host);
        }

        var header = context.Request.Headers.Authorization.ToString();
        return snapshot.Credentials.ValueOf(file) is { } token
            && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..])), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }

    /// <summary>A page in this machine's browser may reach the port by a name of its own that resolves to loopback; its requests carry that name.</summary>
    private static bool IsLocalName(string host) => host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _);
}
