using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Manager.Tokens;

/// <summary>How it stands with a destination's tokens, in the words of its condition.</summary>
/// <param name="Reason"><see cref="Reason.TokenReady"/> where there is a token to send with; otherwise why there is none.</param>
/// <param name="Message">A sentence that ends with what to do, where somebody has to; without secrets.</param>
/// <param name="Tokens">Those that are stored; null: none that are alive.</param>
/// <param name="NextCheck">When to ask again; null: when something happens.</param>
internal sealed record TokenVerdict(Reason Reason, string Message, TokenSet? Tokens, DateTimeOffset? NextCheck)
{
    public bool IsReady => Reason == Reason.TokenReady;
}
