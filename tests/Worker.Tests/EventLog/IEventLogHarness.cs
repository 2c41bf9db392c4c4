using ExtensibleWebhooks.Worker.EventLog;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Worker.Tests.EventLog;

/// <summary>An engine under the conformance suite: a log over storage that outlives it.</summary>
internal interface IEventLogHarness : IAsyncDisposable
{
    FakeTimeProvider Time { get; }

    /// <summary>The log that runs now.</summary>
    IEventLog Log { get; }

    /// <summary>Ends the log as a process that stops does, and begins a new one on the same storage.</summary>
    Task RestartAsync();

    /// <summary>Ends when a pass of retention, made after this call began, has ended.</summary>
    Task RetainAsync();
}
