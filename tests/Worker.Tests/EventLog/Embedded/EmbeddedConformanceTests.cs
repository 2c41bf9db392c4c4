namespace ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

/// <summary>The Embedded engine as it is by default: readers at the tail are served from memory.</summary>
public sealed class EmbeddedConformanceTests : EventLogConformance
{
    private protected override async Task<IEventLogHarness> OpenAsync() => await EmbeddedHarness.OpenAsync();
}
