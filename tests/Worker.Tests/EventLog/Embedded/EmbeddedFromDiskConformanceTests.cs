using ExtensibleWebhooks.Worker.EventLog.Embedded;

namespace ExtensibleWebhooks.Worker.Tests.EventLog.Embedded;

/// <summary>The Embedded engine with next to no memory: all but the newest block is read from disk.</summary>
public sealed class EmbeddedFromDiskConformanceTests : EventLogConformance
{
    private protected override async Task<IEventLogHarness> OpenAsync() => await EmbeddedHarness.OpenAsync(new EmbeddedLogOptions { RecentBytes = 0 });
}
