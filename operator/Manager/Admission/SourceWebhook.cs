using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Engine.Checks;
using ExtensibleWebhooks.Manager.Configuration;

namespace ExtensibleWebhooks.Manager.Admission;

/// <summary>EventSources.</summary>
internal sealed class SourceWebhook(ManagerOptions options) : SpecWebhook<EventSource>(options)
{
    protected override Findings Check(EventSource entity) => SpecCheck.Of(entity);

    protected override IAsyncEnumerable<string> WarnAsync(EventSource entity, bool isNew, CancellationToken cancellationToken) => AsyncEnumerable.Empty<string>();
}
