using System.Reflection;
using ExtensibleWebhooks.Runtime.Client;
using Microsoft.Extensions.Logging;

namespace ExtensibleWebhooks.Operator.Tests.Runtime;

public class LogTests
{
    private static readonly IReadOnlyList<LoggerMessageAttribute> Messages =
    [
        .. typeof(ApiResource).Assembly.GetTypes()
            .Where(type => type.Name == "Log")
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>(),
    ];

    [Fact]
    public void EventIds_AreUnique()
    {
        Assert.NotEmpty(Messages);
        Assert.Equal(Messages.Count, Messages.Select(message => message.EventId).Distinct().Count());
    }
}
