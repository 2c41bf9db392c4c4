using System.Globalization;
using System.Reflection;
using Xunit;
using Xunit.v3;

namespace ExtensibleWebhooks.Support;

/// <summary>
/// Cancels a test that does not end: it fails by its name, instead of keeping all others waiting. On every test of an assembly. EXTENSIBLE_WEBHOOKS_TEST_MINUTES (20 unless set)
/// is far beyond any of them, but for those that are told by their own variable to go on for longer.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TestCeilingAttribute : BeforeAfterTestAttribute
{
    private static TimeSpan Ceiling => TimeSpan.FromMinutes(
        double.TryParse(Environment.GetEnvironmentVariable("EXTENSIBLE_WEBHOOKS_TEST_MINUTES"), CultureInfo.InvariantCulture, out var minutes) ? minutes : 20);

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var context = TestContext.Current;
        context.KeyValueStorage[Key(test)] = TimeProvider.System.CreateTimer(_ => Cancel(context, test), null, Ceiling, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (TestContext.Current.KeyValueStorage.TryRemove(Key(test), out var timer) && timer is IDisposable disposable)
        {
            disposable.Dispose();
        }
    }

    private static string Key(IXunitTest test) => $"{nameof(TestCeilingAttribute)}/{test.UniqueID}";

    private static void Cancel(ITestContext context, IXunitTest test)
    {
        context.SendDiagnosticMessage("{0} did not end within {1}", test.TestDisplayName, Ceiling);
        context.CancelCurrentTest();
    }
}
