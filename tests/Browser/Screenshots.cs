using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Browser;

/// <summary>Where a test's screenshots go: a temporary folder, or one that stays where somebody wants to look at them.</summary>
public sealed class Screenshots : IDisposable
{
    /// <summary>The folder that stays; each test has one below it.</summary>
    public const string Variable = "EXTENSIBLE_WEBHOOKS_SCREENSHOTS";

    private readonly TemporaryFolder? _temporary;

    /// <param name="test">Names the folder where it stays.</param>
    public Screenshots(string test)
    {
        var kept = Environment.GetEnvironmentVariable(Variable);
        _temporary = string.IsNullOrEmpty(kept) ? new TemporaryFolder() : null;
        Folder = _temporary?.Path ?? Directory.CreateDirectory(Path.Combine(kept ?? "", test)).FullName;
    }

    public string Folder { get; }

    public void Dispose() => _temporary?.Dispose();
}
