namespace ExtensibleWebhooks.Worker.Inspect;

/// <summary>The answer of <c>GET /inspect/v1/dead-letters</c>: the newest first.</summary>
/// <param name="Items">At most what was asked for.</param>
/// <param name="Next">For <c>before=</c>, to go on; absent at the end.</param>
internal sealed record DeadLetterPage(IReadOnlyList<DeadLetterItem> Items, long? Next);
