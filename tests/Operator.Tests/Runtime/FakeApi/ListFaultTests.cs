using ExtensibleWebhooks.Runtime.Cache;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.FakeApi;

/// <summary>What may go wrong with a list, and what a list must set right.</summary>
public sealed class ListFaultTests : IAsyncLifetime
{
    private WatchedServer _watched = null!; // set by InitializeAsync, before every test

    private FakeApiServer Server => _watched.Server;

    private FakeObjects Objects => _watched.Server.Objects;

    public async ValueTask InitializeAsync() => _watched = await WatchedServer.CreateAsync();

    public ValueTask DisposeAsync() => _watched.DisposeAsync();

    [Fact]
    public async Task DeletedAndCreatedAgain_BetweenTwoLists_IsToldAsBoth()
    {
        Objects.Put("a");
        Server.NextWatch(async context =>
        {
            Objects.Delete("a");
            Objects.Put("a");
            return await FakeAnswers.StatusAsync(context, 410, "Expired");
        });
        _watched.Start();

        await _watched.ToldAsync("+a", "-a", "+a");
    }

    [Fact]
    public async Task Pages_AreReadToTheEnd_AndFillTheCacheAsOne()
    {
        Server.NextList(async context =>
        {
            await FakeAnswers.JsonAsync(context, FakeObjects.ListOf([FakeObjects.Document("a", "1")], "v", next: "page 2"));
            return true;
        });
        Server.NextList(async context =>
        {
            await FakeAnswers.JsonAsync(context, FakeObjects.ListOf([FakeObjects.Document("b", "1")], Objects.Version));
            return true;
        });
        _watched.Start();

        await _watched.ToldAsync("+a", "+b");
        var lists = Server.Requests.Where(request => request.IsList).ToList();
        Assert.Equal("500", lists[0].Query["limit"]);
        Assert.Equal("page 2", lists[1].Query["continue"]);
        Assert.DoesNotContain("resourceVersion", lists[0].Query.Keys);
    }

    [Fact]
    public async Task PlaceInThePagesExpired_ListsOnceMoreInOnePiece()
    {
        Objects.Put("a");
        Objects.Put("b");
        Server.NextList(async context =>
        {
            await FakeAnswers.JsonAsync(context, FakeObjects.ListOf([FakeObjects.Document("a", "1")], "v", next: "page 2"));
            return true;
        });
        Server.NextList(context => FakeAnswers.StatusAsync(context, 410, "Expired"));
        _watched.Start();

        await _watched.ToldAsync("+a", "+b");
        Assert.DoesNotContain("limit", Server.Requests.Where(request => request.IsList).Last().Query.Keys);
    }

    [Fact]
    public async Task OlderAnswer_FromAFollowerBehind_IsSetRightByTheWatch()
    {
        Objects.Put("a");
        var old = Objects.List(null);
        Objects.Put("b");
        Server.NextWatch(context => FakeAnswers.StatusAsync(context, 410, "Expired"));
        Server.NextList(_ => Task.FromResult(false));
        Server.NextList(async context =>
        {
            await FakeAnswers.JsonAsync(context, old);
            return true;
        });
        _watched.Start();

        await _watched.ToldAsync("+a", "+b", "-b", "+b");
    }

    [Fact]
    public async Task UndecodableItem_IsTold_AndTheOthersAreThere()
    {
        Objects.Put("a", with: document => document["data"] = 5);
        Objects.Put("b");
        _watched.Start();

        await _watched.ToldAsync("?a $.data", "+b");
        Objects.Put("a");
        await _watched.ToldAsync("?a $.data", "+b", "+a");
        Assert.Empty(_watched.Informer.Undecodable);
    }

    [Fact]
    public async Task ForbiddenInOneNamespace_TheOtherIsServed_AndTheCacheIsNotFilled()
    {
        Objects.Put("a", "open");
        for (var i = 0; i < 3; i++)
        {
            Server.NextList(async context => FakeRequest.NamespaceOf(context.Request.Path) == "closed"
                && await FakeAnswers.StatusAsync(context, 403, "Forbidden"));
        }

        _watched.Start(options: new InformerOptions { Namespaces = ["open", "closed"] });
        await _watched.ToldAsync("+a");
        Objects.Put("b", "open");
        await _watched.ToldAsync("+a", "+b");

        // The right is given later: then the other namespace is served too.
        await _watched.UntilAsync(() => _watched.Informer.HasSynced, "both namespaces listed");
        Objects.Put("c", "closed");
        await _watched.ToldAsync("+a", "+b", "+c");
    }

    [Fact]
    public async Task KindMissing_AnOptionalCacheIsFilledAndEmpty_AndFillsWhenTheKindComes()
    {
        for (var i = 0; i < 3; i++)
        {
            Server.NextList(context => FakeAnswers.StatusAsync(context, 404, "NotFound"));
        }

        Objects.Put("a");
        _watched.Start(options: new InformerOptions { Optional = true });

        await _watched.UntilAsync(() => _watched.Informer.HasSynced, "an empty cache");
        await _watched.ToldAsync("+a");
    }

    [Fact]
    public async Task KindRemoved_AnOptionalCacheIsEmptied()
    {
        Objects.Put("a");
        Server.NextList(_ => Task.FromResult(false));
        Server.NextWatch(context => FakeAnswers.StatusAsync(context, 404, "NotFound"));
        Server.NextList(context => FakeAnswers.StatusAsync(context, 404, "NotFound"));
        _watched.Start(options: new InformerOptions { Optional = true });

        await _watched.ToldAsync("+a", "-a", "+a");
    }

    [Fact]
    public async Task ManagedFieldsAndLastAppliedConfiguration_AreNotKept()
    {
        Objects.Put("a", with: document => document["metadata"]?.AsObject().Add("annotations", new System.Text.Json.Nodes.JsonObject
        {
            ["kubectl.kubernetes.io/last-applied-configuration"] = "long",
            ["kept"] = "yes",
        }));
        _watched.Start();
        await _watched.ToldAsync("+a");

        var entity = Assert.Single(_watched.Informer.List());
        Assert.Null(entity.Metadata.ManagedFields);
        Assert.Equal(["kept"], entity.Metadata.Annotations.Keys);
        Assert.Equal("ConfigMap", entity.Kind);
        Assert.Equal("v1", entity.ApiVersion);
    }
}
