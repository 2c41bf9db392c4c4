using System.Collections.Concurrent;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Crds.WebhookMappings;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Worker.Tests.Configuration;
using ExtensibleWebhooks.Worker.Tests.Receivers;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Worker.Tests.Hosting;

/// <summary>Whole workers whose destination says <c>ordering: PerUser</c>. An event's id is its user and its number among the user's: a-1, a-2.</summary>
public sealed class OrderingTests : WorkerTests
{
    /// <summary>For a status: no answer.</summary>
    private const int Hangs = 0;

    private readonly ConcurrentDictionary<string, int> _statuses = new();
    private readonly ConcurrentQueue<string> _taken = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Receiver.Answer = AnswerAsync;
    }

    [Fact]
    public async Task User_WhoseDeliveryFails_WaitsInOrder_AndOthersGoOn()
    {
        _statuses["a-1"] = 503;
        await StartAsync(Destination(Mapping("count")));

        await PostAsync("a-1", "b-1", "a-2", "b-2", "a-3", "b-3");

        var waiting = await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 3 && Number(figures, "parked") == 3 && Number(figures, "lag") == 0);
        Assert.Equal(0, Number(waiting, "failed"));
        Assert.Equal(["b-1", "b-2", "b-3"], _taken);
        Assert.DoesNotContain(Receiver.Requests, request => request.Text.Contains("a-2", StringComparison.Ordinal));

        _statuses.Clear();
        await PostAsync("a-4");
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 7 && Number(figures, "parked") == 0);
        Assert.Equal(["a-1", "a-2", "a-3", "a-4"], TakenOf("a"));
    }

    [Fact]
    public async Task DeadLetter_ReleasesItsUser()
    {
        (_statuses["a-1"], _statuses["b-1"]) = (422, 503);
        await StartAsync(Destination(Mapping("count"), retry => retry with { MaxAge = Duration.Parse("300ms") }));

        await PostAsync("a-1", "b-1", "a-2", "b-2", "a-3", "b-3");

        await Worker.WaitForAsync("crm", figures => Number(figures, "failed") == 2 && Number(figures, "delivered") == 4 && Number(figures, "parked") == 0);
        Assert.Equal(["a-2", "a-3"], TakenOf("a"));
        Assert.Equal(["b-2", "b-3"], TakenOf("b"));
    }

    [Fact]
    public async Task Mappings_OfAnEvent_GoInTheOrderOfTheirNames_AndWaitForEachOther()
    {
        _statuses["/one a-2"] = 503;
        await StartAsync(Destination([Mapping("one"), Mapping("three"), Mapping("two")]));

        await PostAsync("a-1", "a-2", "a-3");
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 3 && Number(figures, "parked") == 6);
        _statuses.Clear();

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 9);
        Assert.Equal(
            ["/one a-1", "/three a-1", "/two a-1", "/one a-2", "/three a-2", "/two a-2", "/one a-3", "/three a-3", "/two a-3"],
            Receiver.Requests.Select(request => $"{request.Path} {IdsOf(request)[0]}").Distinct());
    }

    [Fact]
    public async Task Order_OverARestart_IsKept()
    {
        _statuses["a-1"] = 503;
        await StartAsync(Destination(Mapping("count")));
        await PostAsync("a-1", "a-2", "a-3");
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 3);

        await Worker.StopAsync();
        await Worker.StartAsync();
        await Worker.WaitUntilReadyAsync();
        await PostAsync("a-4", "b-1");
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 1 && Number(figures, "parked") == 4);
        _statuses.Clear();

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 5);
        Assert.Equal(["a-1", "a-2", "a-3", "a-4"], TakenOf("a"));
    }

    [Fact]
    public async Task Events_ThatAreReadAgain_ComeBeforeWhatTheirUserHasParked()
    {
        // One that hangs keeps the lane from committing what comes after it.
        (_statuses["z-1"], _statuses["a-2"]) = (Hangs, 503);
        Worker.StopTimeout = TimeSpan.FromMilliseconds(100);
        await StartAsync(Destination(Mapping("count")));
        await PostAsync("z-1", "a-1", "a-2", "a-3");
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 1 && Number(figures, "parked") == 2);

        await Worker.StopAsync();
        _statuses.Clear();
        _taken.Clear();
        await Worker.StartAsync();

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") >= 4 && Number(figures, "parked") == 0 && Number(figures, "lag") == 0);
        Assert.Equal(["a-1", "a-2", "a-3"], TakenOf("a"));
    }

    [Fact]
    public async Task Option_SwitchedOffAndOn_LeavesNothingBehind()
    {
        _statuses["a-1"] = 503;
        await StartAsync(Destination(Mapping("count")));
        await PostAsync("a-1", "a-2");
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 2);

        await ConfigureAsync(Unordered(Destination(Mapping("count"))));
        await PostAsync("a-3");
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 1);
        Assert.Equal(["a-3"], _taken);

        await ConfigureAsync(Destination(Mapping("count")));
        await PostAsync("a-4");
        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 3);
        _statuses.Clear();
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 4 && Number(figures, "parked") == 0);
        Assert.Equal(["a-3", "a-1", "a-2", "a-4"], _taken);
    }

    [Fact]
    public async Task Batches_HoldEventsOfOneUser_AndWaitForEachOther()
    {
        _statuses["a-1"] = 503;
        var batching = new BatchingSpec { Enabled = true, MaxSize = 3, MaxWait = Duration.Parse("50ms") };
        await StartAsync(Destination(Mapping("count") with { Batching = batching }));

        await PostAsync("a-1", "b-1", "a-2", "b-2", "a-3", "b-3", "a-4", "b-4", "a-5", "b-5");

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 5 && Number(figures, "parked") == 5 && Number(figures, "lag") == 0);
        Assert.Equal(["b-1", "b-2", "b-3", "b-4", "b-5"], _taken);
        Assert.All(Receiver.Requests, request => Assert.Single(IdsOf(request).Select(UserOf).Distinct()));
        Assert.Equal(["b-1", "b-2", "b-3"], Receiver.Requests.Select(IdsOf).First(ids => ids[0] == "b-1"));
        Assert.DoesNotContain(Receiver.Requests, request => IdsOf(request).Contains("a-4"));

        _statuses.Clear();
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 10 && Number(figures, "parked") == 0);
        Assert.Equal(["a-1", "a-2", "a-3", "a-4", "a-5"], TakenOf("a"));
    }

    [Fact]
    public async Task BatchThatIsTooLarge_GoesInHalves_InOrder()
    {
        (_statuses["a-1+"], _statuses["a-1"]) = (413, 503);
        var batching = new BatchingSpec { Enabled = true, MaxSize = 4, MaxWait = Duration.Parse("5m") };
        await StartAsync(Destination(Mapping("count") with { Batching = batching }));

        await PostAsync("a-1", "a-2", "a-3", "a-4");

        await Worker.WaitForAsync("crm", figures => Number(figures, "parked") == 4);
        Assert.DoesNotContain(Receiver.Requests, request => IdsOf(request)[0] != "a-1");
        _statuses.Clear();
        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == 4 && Number(figures, "parked") == 0);
        Assert.Equal(["a-1", "a-2", "a-3", "a-4"], _taken);
    }

    [Fact]
    public async Task Events_OfAUserUnderLoad_AreUnderWayOneAtATime_InOrder()
    {
        const int Users = 10;
        const int EventsOfEach = 30;
        var underWay = new ConcurrentDictionary<string, int>();
        var together = 0;
        var random = new Random(3);
        Receiver.Answer = async (request, response) =>
        {
            var id = IdsOf(request)[0];
            Interlocked.Add(ref together, underWay.AddOrUpdate(UserOf(id), 1, (_, count) => count + 1) - 1);
            int roll;
            lock (random)
            {
                roll = random.Next(20);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(roll), TimeProvider.System, Ending);
            if (roll == 0)
            {
                response.StatusCode = 503;
            }
            else
            {
                _taken.Enqueue(id);
            }

            underWay.AddOrUpdate(UserOf(id), 0, (_, count) => count - 1);
        };
        await StartAsync(Destination(Mapping("count")));

        foreach (var number in Enumerable.Range(1, EventsOfEach))
        {
            await PostAsync([.. Enumerable.Range(0, Users).Select(user => $"{(char)('a' + user)}-{number}")]);
        }

        await Worker.WaitForAsync("crm", figures => Number(figures, "delivered") == Users * EventsOfEach && Number(figures, "parked") == 0);
        Assert.Equal(0, together);
        Assert.All(
            _taken.GroupBy(UserOf), taken => Assert.Equal(Enumerable.Range(1, EventsOfEach).Select(number => $"{taken.Key}-{number}"), taken));
    }

    private static string UserOf(string id) => id.Split('-')[0];

    private static string[] IdsOf(ReceivedRequest request)
    {
        var body = JsonSerializer.Deserialize<JsonElement>(request.Text);
        return [.. (body.ValueKind == JsonValueKind.Array ? body.EnumerateArray().ToArray() : [body]).Select(webhook => webhook.GetProperty("id").GetString() ?? "")];
    }

    private static DestinationConfig Unordered(DestinationConfig destination) => destination with { Delivery = destination.Delivery with { Ordering = Ordering.None } };

    private static DestinationConfig Destination(MappingConfig mapping, Func<RetrySpec, RetrySpec>? retry = null) => Destination([mapping], retry);

    private static DestinationConfig Destination(MappingConfig[] mappings, Func<RetrySpec, RetrySpec>? retry = null)
    {
        var destination = ConfigFolder.Destination("crm", mappings);
        var quick = new RetrySpec { InitialBackoff = Duration.Parse("50ms"), MaxBackoff = Duration.Parse("100ms") };
        var breaker = new CircuitBreakerSpec { MinimumThroughput = 100_000 };
        return destination with { Delivery = destination.Delivery with { Ordering = Ordering.PerUser, Retry = retry?.Invoke(quick) ?? quick, CircuitBreaker = breaker } };
    }

    private IEnumerable<string> TakenOf(string user) => _taken.Where(id => UserOf(id) == user);

    private MappingConfig Mapping(string name) => ConfigFolder.Mapping(name, $"{Receiver.Url}/{name}", data: Id);

    private async Task AnswerAsync(ReceivedRequest request, HttpResponse response)
    {
        var ids = IdsOf(request);
        await Task.Yield();
        if (_statuses.TryGetValue(ids.Length > 1 ? $"{ids[0]}+" : ids[0], out var status) || _statuses.TryGetValue(ids[0], out status) || _statuses.TryGetValue($"{request.Path} {ids[0]}", out status))
        {
            if (status == Hangs)
            {
                await Receiver.UntilAbortedAsync(response);
                return;
            }

            response.StatusCode = status;
            return;
        }

        Array.ForEach(ids, _taken.Enqueue);
    }

    private async Task ConfigureAsync(DestinationConfig destination)
    {
        var before = (await Worker.GetStatusAsync()).GetProperty("revision").GetString();
        Worker.Config.Write(ConfigFolder.Config(destination));
        await Worker.WaitForRevisionAsync(before);
    }

    private async Task PostAsync(params string[] ids) =>
        Assert.Equal(200, await Worker.PostAsync([.. ids.Select(id => (object)new { type = "track", @event = "Order Completed", userId = UserOf(id), messageId = id })]));
}
