using System.CommandLine;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Replays;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Hosting;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Cli.Replays;

/// <summary><c>webhooks replays</c> against a whole worker.</summary>
public sealed class ReplaysCommandTests : WorkerTests
{
    [Fact]
    public async Task Start_SendsARangeAgain_AndListAndShowTellOfIt()
    {
        await StartAsync();

        var none = await RunAsync("list");
        var dry = await RunAsync("start", "-d", "crm", "--since", "1h", "--dry-run");
        var started = await RunAsync("start", "-d", "crm", "--since", "1h", "--trigger", "messageId != \"m-0\"", "--rate", "1000", "-o", "json");
        var id = JsonSerializer.Deserialize<JsonElement>(started.Output).GetProperty("id").GetString() ?? "";
        var list = await RunAsync("list");
        var show = await RunAsync("show", id);

        Assert.Equal((0, "", "There are no replays.\n"), none);
        Assert.Matches("^crm: replay \\S+ Succeeded: 3 webhooks of 3 events would be sent again\n$", dry.Output);
        Assert.Equal((0, 0, 0, 0), (dry.Code, started.Code, list.Code, show.Code));
        Assert.Equal(5, Receiver.Requests.Count);
        Assert.Matches($"^ID +CREATED +DESTINATION +OF +PHASE +MATCHED +DELIVERED +PENDING +FAILED\n{id} +\\S+Z +crm +events +Succeeded +2 +2 +0 +0\n\\S+ +\\S+Z +crm +events, dry run +Succeeded +3 +0 +0 +0\n$", list.Output);
        Assert.Matches($"^Id +{id}\nDestination +crm\nOf +events\nSince +\\S+Z\nTrigger +messageId != \"m-0\"\nCreated +\\S+Z\nRate +1000 a second\nPhase +Succeeded\nEvents looked at +3\nMatched +2\nWent back +2\nDelivered +2\nPending +0\nGiven up again +0\n$", show.Output);
    }

    [Fact]
    public async Task Start_EndsWithOne_WhenSomeIsGivenUp()
    {
        await StartAsync();
        Receiver.AnswerWith(422);

        var (code, output, error) = await RunAsync("start", "-d", "crm", "--since", "1h");

        Assert.Equal(1, code);
        Assert.Contains("0 of 3 delivered, 0 pending, 3 given up again", output, StringComparison.Ordinal);
        Assert.Contains("3 of crm were given up", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_EndsAReplay_ThatWasNotWaitedFor()
    {
        await StartAsync();

        var started = await RunAsync("start", "-d", "crm", "--since", "1h", "--rate", "1", "--no-wait", "-o", "json");
        var id = JsonSerializer.Deserialize<JsonElement>(started.Output).GetProperty("id").GetString() ?? "";
        var cancelled = await RunAsync("cancel", id);
        var unknown = await RunAsync("cancel", "nobody");

        Assert.Equal((0, 0, 1), (started.Code, cancelled.Code, unknown.Code));
        Assert.Matches($"^crm: replay {id} Cancelled: ", cancelled.Output);
        Assert.Contains("there is no such replay", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfATriggerThatDoesNotCompile_SaysWhere()
    {
        await StartAsync();

        var (code, _, error) = await RunAsync("start", "-d", "crm", "--since", "1h", "--trigger", "type ==");

        Assert.Equal(1, code);
        Assert.Contains("events.trigger (line 1, column 6)", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--since", "start", "-d", "crm")]
    [InlineData("--destination", "start", "--since", "1h")]
    [InlineData("or how long ago", "start", "-d", "crm", "--since", "yesterday")]
    [InlineData("--rate is from 1", "start", "-d", "crm", "--since", "1h", "--rate", "0")]
    public void Usage_ThatIsWrong_IsSaid(string text, params string[] arguments)
    {
        var errors = Create().Parse(["replays", .. arguments]).Errors;

        Assert.Contains(errors, error => error.Message.Contains(text, StringComparison.Ordinal));
    }

    private static RootCommand Create() => new("test") { ReplaysCommand.Create() };

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var parsed = Create().Parse(["replays", .. arguments, "--url", Worker.Addresses.ManagementUrl]);
        Assert.Empty(parsed.Errors);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Ending);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>With three events, m-0 to m-2, that were delivered.</summary>
    private async Task StartAsync()
    {
        await StartAsync(ConfigFolder.Destination("crm", ConfigFolder.Mapping("orders", $"{Receiver.Url}/orders")));
        await Worker.PostAsync([.. Enumerable.Range(0, 3).Select(number => RunningWorker.Track($"m-{number}"))]);
        await Receiver.WaitForAsync(3, Ending);
        await Worker.WaitForAsync("crm", figures => figures.GetProperty("lag").GetInt64() == 0);
    }
}
