using System.Reflection;
using ExtensibleWebhooks.Worker.Hosting;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Worker.Tests.House;

public class EventIdTests
{
    /// <summary>Alerts and searches name an event by its id or name: each is one event's alone.</summary>
    [Fact]
    public void EventIds_OverAllRooms_AreUnique()
    {
        var events = typeof(WorkerHost).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .ToList();

        Assert.True(events.Count > 20, $"{events.Count} events were found.");
        Assert.Empty(events.GroupBy(entry => entry.EventId).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(events.GroupBy(entry => entry.EventName).Where(group => group.Count() > 1).Select(group => group.Key));
    }
}
