using System.Text.Json.Nodes;

namespace ExtensibleWebhooks.Manager.Applying;

/// <summary>What came of one object.</summary>
/// <param name="Written">As the server answered; null when nothing was sent, or it was refused.</param>
/// <param name="Refusal">Why the object is not as it should be, in a sentence without secrets; null when it is.</param>
/// <param name="NamespaceIsGoing">The namespace is being deleted with all that is in it: nothing is left to do there, and nobody to tell.</param>
internal sealed record ApplyResult(JsonObject? Written, string? Refusal, bool NamespaceIsGoing = false)
{
    /// <summary>It was as it should be already.</summary>
    public static ApplyResult Unchanged { get; } = new(null, null);

    public static ApplyResult Refused(string why) => new(null, why);
}
