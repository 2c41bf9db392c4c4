using System.Net;
using System.Security.Cryptography.X509Certificates;
using ExtensibleWebhooks.OAuthServer.Faults;
using ExtensibleWebhooks.Support.Certificates;

namespace ExtensibleWebhooks.OAuthServer.Hosting;

/// <summary>What the server shows in a handshake: its certificate, or a wrong one on demand.</summary>
internal sealed class Certificates(TestAuthority authority, IPAddress address) : IDisposable
{
    private readonly X509Certificate2 _good = authority.Issue(address.ToString());
    private readonly X509Certificate2 _expired = authority.Issue(address.ToString(), isExpired: true);
    private readonly X509Certificate2 _unknown = TestAuthority.SelfSigned(address.ToString());

    public TlsFault Fault { get; set; }

    /// <summary>Null ends the handshake.</summary>
    public X509Certificate2? Current => Fault switch
    {
        TlsFault.None => _good,
        TlsFault.Expired => _expired,
        TlsFault.UnknownAuthority => _unknown,
        _ => null,
    };

    public void Dispose()
    {
        _good.Dispose();
        _expired.Dispose();
        _unknown.Dispose();
    }
}
