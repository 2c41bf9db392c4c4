namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>The answer of <c>GET replay</c>: those under way and the last that have ended, the newest first.</summary>
internal sealed record ReplayPage(IReadOnlyList<ReplayStatus> Items);
