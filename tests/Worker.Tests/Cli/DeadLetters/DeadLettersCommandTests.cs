using System.CommandLine;
using System.Text;
using System.Text.Json;
using ExtensibleWebhooks.Cli.Arguments;
using ExtensibleWebhooks.Cli.DeadLetters;
using ExtensibleWebhooks.Cli.Destinations;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Hosting;
using ExtensibleWebhooks.Worker.Tests.Receivers;

namespace ExtensibleWebhooks.Worker.Tests.Cli.DeadLetters;

/// <summary><c>webhooks dead-letters</c> and <c>webhooks destinations</c> against a whole worker.</summary>
public sealed class DeadLettersCommandTests : WorkerTests
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Receiver.AnswerWith(422);
    }

    [Fact]
    public async Task List_AndShow_TellWhatWasGivenUp()
    {
        await StartAsync();

        var list = await RunAsync("list");
        var json = await RunAsync("list", "--limit", "2", "-o", "json", "--reason", "rejected", "--since", "1h");
        var show = await RunAsync("show", "1");

        Assert.Equal((0, 0, 0), (list.Code, json.Code, show.Code));
        Assert.Equal(4, list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Matches("^ID +GIVEN UP +DESTINATION +MAPPING +REASON +ATTEMPTS +DETAIL\n3 +\\S+Z +crm +orders +Rejected +1 +answered 422\n", list.Output);
        var page = JsonSerializer.Deserialize<JsonElement>(json.Output);
        Assert.Equal((2, 2), (page.GetProperty("items").GetArrayLength(), page.GetProperty("next").GetInt64()));
        Assert.Contains($"POST {Receiver.Url}/orders\n", show.Output, StringComparison.Ordinal);
        Assert.Contains("""{"id":"m-0"}""", show.Output, StringComparison.Ordinal);
        Assert.Contains("\nAnswer: 422\n", show.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WritesADocumentALine()
    {
        await StartAsync();

        var (code, output, _) = await RunAsync("export", "--destination", "crm");

        Assert.Equal(0, code);
        var bodies = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("body").GetString());
        Assert.Equal(["""{"id":"m-2"}""", """{"id":"m-1"}""", """{"id":"m-0"}"""], bodies);
    }

    [Fact]
    public async Task Replay_EndsWithZero_WhenAllIsDelivered()
    {
        await StartAsync();
        Receiver.AnswerWith(200);

        var dry = await RunAsync("replay", "--all", "--dry-run");
        var one = await RunAsync("replay", "2");
        var rest = await RunAsync("replay", "--all", "--rate", "1000", "-o", "json");

        Assert.Equal((0, "crm: 3 dead letters would be sent again\n"), (dry.Code, dry.Output));
        Assert.Equal(0, one.Code);
        Assert.EndsWith("Succeeded: 1 of 1 delivered, 0 pending, 0 given up again\n", one.Output, StringComparison.Ordinal);
        Assert.Equal("""{"id":"m-1"}""", Receiver.Requests.ElementAt(3).Text);
        Assert.Equal(0, rest.Code);
        Assert.Equal(2, JsonSerializer.Deserialize<JsonElement>(rest.Output).GetProperty("items")[0].GetProperty("delivered").GetInt64());
        Assert.Contains("no such dead letters", (await RunAsync("replay", "--all")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_EndsWithOne_WhenSomeIsGivenUpAgain()
    {
        await StartAsync();

        var (code, output, error) = await RunAsync("replay", "--destination", "crm", "--message-id", "m-1");

        Assert.Equal(1, code);
        Assert.Contains("0 of 1 delivered, 0 pending, 1 given up again", output, StringComparison.Ordinal);
        Assert.Contains("1 of crm were given up again", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_TakesIdsOrAFilterOrAll()
    {
        await StartAsync();

        Assert.Equal((0, "1 dead letters deleted\n"), Brief(await RunAsync("delete", "1")));
        Assert.Equal((0, "1 dead letters deleted\n"), Brief(await RunAsync("delete", "--message-id", "m-1")));
        Assert.Equal((0, "1 dead letters deleted\n"), Brief(await RunAsync("delete", "--all")));
        Assert.Contains("There are no such dead letters", (await RunAsync("list")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Which dead letters?", "delete")]
    [InlineData("Which dead letters?", "replay", "1", "--all")]
    [InlineData("Which dead letters?", "delete", "--all", "--destination", "crm")]
    [InlineData("or how long ago", "list", "--since", "yesterday")]
    [InlineData("--rate is from 1", "replay", "--all", "--rate", "0")]
    [InlineData("an http URL without a path", "list", "--url", "http://127.0.0.1:9090/inspect")]
    public void Usage_ThatIsWrong_IsSaid(string text, params string[] arguments)
    {
        var errors = Create(Stream.Null).Parse(["dead-letters", .. arguments]).Errors;

        Assert.Contains(errors, error => error.Message.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Worker_ThatWantsAToken_IsGivenIt()
    {
        Worker.Config.WriteFile("inspect-token", "t-1");
        await StartAsync(ConfigFolder.Config(Destination()) with { InspectTokenFile = "inspect-token" });

        var without = await RunAsync("list");
        var with = await RunAsync("list", "--token", "t-1");

        Assert.Equal((1, 0), (without.Code, with.Code));
        Assert.Contains("--token", without.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_ThatIsNotThere_IsSaid()
    {
        var (code, _, error) = await InvokeAsync(["dead-letters", "list", "--url", "http://127.0.0.1:1"]);

        Assert.Equal(1, code);
        Assert.Contains("no worker answers at http://127.0.0.1:1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destinations_TellStateFiguresAndRetries()
    {
        await StartAsync();

        var list = await InvokeAsync(["destinations", "list", "--url", Worker.Addresses.ManagementUrl]);
        var show = await InvokeAsync(["destinations", "show", "crm", "--url", Worker.Addresses.ManagementUrl]);
        var other = await InvokeAsync(["destinations", "show", "other", "--url", Worker.Addresses.ManagementUrl]);

        Assert.Equal((0, 0, 1), (list.Code, show.Code, other.Code));
        Assert.Matches("\ncrm +Running +0 +3 +0 +3 +0\n", list.Output);
        Assert.Matches("Then waits up to +1s, 2s, 4s, 8s, 16s, 32s, 1m4s, 2m8s, 4m16s, 5m, and so on\nUntil the event is +4h old\n", show.Output);
    }

    private static (int Code, string Output) Brief((int Code, string Output, string Error) run) => (run.Code, run.Output);

    private static RootCommand Create(Stream output) => new("test")
    {
        DeadLettersCommand.Create(new StandardStreams(() => Stream.Null, () => output, IsTerminal: false)),
        DestinationsCommand.Create(),
    };

    private static async Task<(int Code, string Output, string Error)> InvokeAsync(string[] arguments)
    {
        using var bytes = new MemoryStream();
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var parsed = Create(bytes).Parse(arguments);
        Assert.Empty(parsed.Errors);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, Ending);
        return (code, output + Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => InvokeAsync(["dead-letters", .. arguments, "--url", Worker.Addresses.ManagementUrl]);

    private DestinationConfig Destination() =>
        ConfigFolder.Destination("crm", ConfigFolder.Mapping("orders", $"{Receiver.Url}/orders", "all", """{"id":{"@path":"$.messageId"}}"""));

    /// <summary>With three dead letters, ids 1 to 3, of m-0 to m-2.</summary>
    private async Task StartAsync()
    {
        await StartAsync(ConfigFolder.Config(Destination()));
        for (var number = 0; number < 3; number++)
        {
            await Worker.PostAsync(RunningWorker.Track($"m-{number}"));
            await Worker.WaitForAsync("crm", figures => figures.GetProperty("deadLetters").GetInt64() == number + 1 && figures.GetProperty("lag").GetInt64() == 0);
        }
    }
}
