namespace ExtensibleWebhooks.Credentials.Connect;

/// <summary>Where to send the browser, and what it has to bring back.</summary>
/// <param name="AuthorizeUrl">The provider's, with this request's parameters.</param>
/// <param name="State">In that URL, and in the callback's; names the cookie (<see cref="ConnectCookies"/>).</param>
/// <param name="Nonce">
/// For that cookie, of the callback's path: HttpOnly, SameSite=Lax, Secure where the callback is https, for <see cref="ConnectFlow.StateLife"/>. Secret: with it, a callback is the one
/// who began.
/// </param>
public sealed record ConnectBeginning(Uri AuthorizeUrl, string State, string Nonce)
{
    /// <summary>Without the nonce, and without the state beside it.</summary>
    public override string ToString() => $"to {AuthorizeUrl.IdnHost}";
}
