using System.Text;
using System.Text.Json.Nodes;
using ExtensibleWebhooks.Runtime.Client;
using Microsoft.AspNetCore.Http;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;

/// <summary>What may go wrong with a watch, one by one, over a real connection: afterwards the cache is right again, with no more lists than it takes.</summary>
public sealed class WatchFaultTests : IAsyncLifetime
{
    private WatchedServer _watched = null!; // set by InitializeAsync, before every test

    private FakeApiServer Server => _watched.Server;

    private FakeObjects Objects => _watched.Server.Objects;

    public async ValueTask InitializeAsync()
    {
        _watched = await WatchedServer.CreateAsync();
        Objects.Put("a");
    }

    public ValueTask DisposeAsync() => _watched.DisposeAsync();

    [Fact]
    public async Task Gone_AtTheOpening_ListsAnew()
    {
        Server.NextWatch(async context =>
        {
            Objects.Put("b");
            Objects.Delete("a");
            return await FakeAnswers.StatusAsync(context, 410, "Expired");
        });
        _watched.Start();

        await _watched.ToldAsync("+a", "-a", "+b");
        Assert.Equal(2, Server.Lists);
    }

    [Fact]
    public async Task Gone_InMidstream_ListsAnew()
    {
        Server.NextWatch(async context =>
        {
            await FakeAnswers.LineAsync(context, FakeObjects.Event("ERROR", FakeAnswers.StatusOf(410, "Expired")));
            Objects.Put("b");
            return true;
        });
        _watched.Start();

        await _watched.ToldAsync("+a", "+b");
        Assert.Equal(2, Server.Lists);
    }

    [Fact]
    public async Task VersionTooLarge_ListsAnew()
    {
        Server.NextWatch(async context =>
        {
            var status = FakeAnswers.StatusOf(504, "Timeout");
            status["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge" }) };
            context.Response.StatusCode = 504;
            await FakeAnswers.JsonAsync(context, status);
            return true;
        });
        _watched.Start();
        await _watched.UntilAsync(() => Server.Lists == 2, "a second list");
        Objects.Put("b");

        await _watched.ToldAsync("+a", "+b");
    }

    [Fact]
    public async Task ClosedWithNothingSaid_IsOpenedAnew_WithoutAList()
    {
        Server.NextWatch(async context =>
        {
            await context.Response.StartAsync();
            return true;
        });
        _watched.Start();
        await _watched.UntilAsync(() => Server.Watches >= 2, "a second watch");
        Objects.Put("b");

        await _watched.ToldAsync("+a", "+b");
        Assert.Equal(1, Server.Lists);
    }

    [Fact]
    public async Task ClosedAfterSomeEvents_GoesOnFromThere_WithoutAList()
    {
        Server.NextWatch(async context =>
        {
            Objects.Put("b");
            await FakeAnswers.LineAsync(context, await Objects.WaitForAsync(1, context.RequestAborted));
            return true;
        });
        _watched.Start();
        await _watched.ToldAsync("+a", "+b");
        Objects.Put("c");

        await _watched.ToldAsync("+a", "+b", "+c");
        Assert.Equal(1, Server.Lists);
    }

    [Fact]
    public async Task HalfOpen_NoByteComes_IsOpenedAnewByTheWatchdog()
    {
        Server.NextWatch(async context =>
        {
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            Objects.Put("b");
            await UntilLeftAsync(context);
            return true;
        });
        _watched.Start(WatchedServer.Fast with { Silence = TimeSpan.FromSeconds(1) });

        await _watched.ToldAsync("+a", "+b");
        Assert.Equal(1, Server.Lists);
    }

    [Fact]
    public async Task HalfOpen_NotEvenHeadersCome_IsOpenedAnewByTheWatchdog()
    {
        Server.NextWatch(async context =>
        {
            Objects.Put("b");
            await UntilLeftAsync(context);
            return true;
        });
        _watched.Start(WatchedServer.Fast with { Silence = TimeSpan.FromSeconds(1) });

        await _watched.ToldAsync("+a", "+b");
    }

    [Fact]
    public async Task Overdue_AlthoughBytesCome_IsEndedByOurOwnDeadline()
    {
        Server.NextWatch(async context =>
        {
            await context.Response.StartAsync();
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await FakeAnswers.BytesAsync(context, "\n"u8.ToArray());
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }

            Objects.Put("b");
            return true;
        });
        var second = TimeSpan.FromSeconds(1);
        _watched.Start(WatchedServer.Fast with { MinWatch = second, MaxWatch = second, WatchGrace = second });

        await _watched.ToldAsync("+a", "+b");
        Assert.Equal("1", Server.Requests.First(request => request.IsWatch).Query["timeoutSeconds"]);
    }

    [Fact]
    public async Task Reset_InMidEvent_GoesOnFromTheLastWholeOne_WithoutAList()
    {
        Server.NextWatch(async context =>
        {
            Objects.Put("b");
            await FakeAnswers.BytesAsync(context, "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"na"u8.ToArray());
            context.Abort();
            return true;
        });
        _watched.Start();

        await _watched.ToldAsync("+a", "+b");
        Assert.Equal(1, Server.Lists);
    }

    [Fact]
    public async Task EventInPieces_TwoEventsInOne_AndAVeryLongOne_AreEachOneEvent()
    {
        Server.NextWatch(async context =>
        {
            foreach (var piece in Encoding.UTF8.GetBytes(Line("ADDED", "b")).Chunk(7))
            {
                await FakeAnswers.BytesAsync(context, piece);
            }

            await FakeAnswers.BytesAsync(context, Encoding.UTF8.GetBytes(Line("ADDED", "c") + Line("ADDED", "d")));
            await FakeAnswers.BytesAsync(context, Encoding.UTF8.GetBytes(Line("ADDED", "e", document => document["data"] = new JsonObject { ["big"] = new string('x', 1 << 20) })));
            await UntilLeftAsync(context);
            return true;
        });
        _watched.Start();

        await _watched.ToldAsync("+a", "+b", "+c", "+d", "+e");
        Assert.Equal(1 << 20, _watched.Informer.Get(new NamespacedName("default", "e"))?.Data["big"].Length);
    }

    [Fact]
    public async Task UndecodableEvent_IsTold_AndTheOthersGoOn_AndItsLastReadableVersionStays()
    {
        Server.NextWatch(async context =>
        {
            await FakeAnswers.BytesAsync(context, Encoding.UTF8.GetBytes(Line("MODIFIED", "a", document => document["data"] = new JsonArray("not a map"))));
            await FakeAnswers.BytesAsync(context, Encoding.UTF8.GetBytes(Line("ADDED", "b")));
            await UntilLeftAsync(context);
            return true;
        });
        _watched.Start();

        await _watched.ToldAsync("+a", "?a $.data", "+b");
        Assert.Equal("a", _watched.Informer.Get(new NamespacedName("default", "a"))?.Data["key"]);
        Assert.Equal("a", Assert.Single(_watched.Informer.Undecodable).Key.Name);
    }

    [Fact]
    public async Task GarbageInsteadOfAnEvent_IsABrokenConnection()
    {
        Server.NextWatch(async context =>
        {
            Objects.Put("b");
            await FakeAnswers.BytesAsync(context, "<html>a proxy's idea of an answer</html>\n"u8.ToArray());
            return true;
        });
        _watched.Start();

        await _watched.ToldAsync("+a", "+b");
    }

    [Fact]
    public async Task Bookmark_MovesTheVersionThatTheNextWatchBeginsAt()
    {
        Server.NextWatch(async context =>
        {
            var bookmark = FakeObjects.Event("BOOKMARK", new JsonObject { ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["resourceVersion"] = "from-the-bookmark" } });
            await FakeAnswers.LineAsync(context, bookmark);
            return true;
        });
        _watched.Start();

        await _watched.UntilAsync(() => Server.Watches >= 2, "a second watch");
        var watches = Server.Requests.Where(request => request.IsWatch).Take(2).Select(request => request.Query["resourceVersion"]);
        Assert.Equal("from-the-bookmark", watches.Last());
    }

    [Fact]
    public async Task DuplicateAdded_IsToldOnce()
    {
        Server.NextWatch(async context =>
        {
            await FakeAnswers.LineAsync(context, await Objects.WaitForAsync(0, context.RequestAborted));
            await FakeAnswers.BytesAsync(context, Encoding.UTF8.GetBytes(Line("ADDED", "b") + Line("ADDED", "b")));
            await FakeAnswers.BytesAsync(context, Encoding.UTF8.GetBytes(Line("ADDED", "c")));
            await UntilLeftAsync(context);
            return true;
        });
        _watched.Start();

        await _watched.ToldAsync("+a", "+b", "+c");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Refused_AtTheOpening_TriesAgain_WithoutAList(int status)
    {
        Server.NextWatch(async context =>
        {
            Objects.Put("b");
            return await FakeAnswers.StatusAsync(context, status, "Refused");
        });
        _watched.Start();

        await _watched.ToldAsync("+a", "+b");
        Assert.Equal(1, Server.Lists);
    }

    private static string Line(string type, string name, Action<JsonObject>? with = null)
    {
        var document = FakeObjects.Document(name, $"version-of-{type}-{name}", name == "a" ? "uid-1" : null);
        with?.Invoke(document);
        return FakeObjects.Event(type, document).ToJsonString() + "\n";
    }

    private static Task UntilLeftAsync(HttpContext context)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        context.RequestAborted.Register(left.SetResult);
        return left.Task;
    }
}
