namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>Whether the store opened; if not, <see cref="Problem"/> says what a user can do about it (a newer file, no permission, another process).</summary>
internal sealed record StoreOpening(string? Problem)
{
    public static readonly StoreOpening Ready = new((string?)null);

    public bool IsReady => Problem is null;
}
