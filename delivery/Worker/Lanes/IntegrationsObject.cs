using System.Text;
using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Worker.Lanes;

/// <summary>
/// An event's <c>integrations</c>: which destinations its sender wants it to reach. A member with the destination's display name (case counts) decides, whatever
/// its value but false meaning yes; without it the member <c>All</c> does; without both the event goes everywhere.
/// </summary>
internal static class IntegrationsObject
{
    /// <param name="document">The event.</param>
    /// <param name="displayName">The destination's, as UTF-8.</param>
    public static bool Allows(EventDocument document, ReadOnlySpan<byte> displayName)
    {
        var integrations = document.Root.Member("integrations"u8);
        if (integrations.Kind != EventValueKind.Object)
        {
            return true;
        }

        var own = integrations.Member(displayName);
        return (own.IsMissingOrNull ? integrations.Member("All"u8) : own).Kind != EventValueKind.False;
    }

    /// <summary>A display name as <see cref="Allows"/> takes it.</summary>
    public static byte[] NameOf(string displayName) => Encoding.UTF8.GetBytes(displayName);
}
