using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Manager.Planning;

namespace ExtensibleWebhooks.Manager.Statuses;

/// <summary>What the condition CredentialsReady says, of what the look at the tokens found.</summary>
internal static class CredentialsVerdict
{
    private static readonly Reason[] Faults = [Reason.TokenUnavailable, Reason.ConnectRequired, Reason.ClientRefused, Reason.CredentialsMissing];

    /// <summary>Null where there is nothing to say: no OAuth 2.0, or the workers are not told of the destination.</summary>
    public static Verdict? Of(BranchPlan branch)
    {
        if (branch.Destination.Spec.Authentication?.OAuth2 is null || !branch.IsIncluded)
        {
            return null;
        }

        var (reason, message) = (branch.Destination.Status?.Credentials?.Reason, branch.Destination.Status?.Credentials?.Message ?? "");
        return reason switch
        {
            null => new Verdict(ConditionStatus.Unknown, Reason.TokenUnavailable, "The operator has not asked for a token yet."),
            nameof(Reason.TokenReady) => Verdict.True(Reason.TokenReady, message),
            _ => Verdict.False(Array.Find(Faults, known => known.ToString() == reason) is var known && known != default ? known : Reason.TokenUnavailable, message),
        };
    }
}
