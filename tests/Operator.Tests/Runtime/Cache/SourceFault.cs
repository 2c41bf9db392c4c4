namespace ExtensibleWebhooks.Operator.Tests.Runtime.Cache;

/// <summary>What one list or watch meets. The default meets nothing.</summary>
/// <param name="Status">Refused with this HTTP status.</param>
/// <param name="ThrowsAtOnce">No connection.</param>
/// <param name="Midstream">Of a watch: what happens in its course…</param>
/// <param name="After">…after so many events.</param>
internal sealed record SourceFault(int? Status = null, bool ThrowsAtOnce = false, MidstreamFault? Midstream = null, int After = 0);

internal enum MidstreamFault
{
    Close,
    Break,
    Silence,
    Expire,
    Duplicate,
    Bookmark,
}
