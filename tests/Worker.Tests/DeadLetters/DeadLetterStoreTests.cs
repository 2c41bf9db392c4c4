using System.Text;
using ExtensibleWebhooks.Crds.WebhookDestinations;
using ExtensibleWebhooks.Support;
using ExtensibleWebhooks.Worker.DeadLetters;
using ExtensibleWebhooks.Worker.Sending;
using ExtensibleWebhooks.Worker.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prometheus;

namespace ExtensibleWebhooks.Worker.Tests.DeadLetters;

public sealed class DeadLetterStoreTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly EmbeddedStore _store;
    private readonly DeadLetterStore _letters;

    public DeadLetterStoreTests()
    {
        _store = new EmbeddedStore(
            new EmbeddedStoreOptions { Folder = _folder.Path },
            [DeadLetterStore.Schema],
            new StoreMetrics(Metrics.WithCustomRegistry(_registry)),
            TimeProvider.System,
            NullLogger<EmbeddedStore>.Instance);
        Assert.Null(_store.Start().Problem);
        _letters = new DeadLetterStore(_store);
    }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Letter_ThatIsRead_IsTheOneThatWasKept()
    {
        var kept = Letter(1, "crm", "orders", DeadLetterReason.Rejected) with
        {
            FirstAttemptAt = Noon.AddMinutes(-2),
            LastAttemptAt = Noon.AddMinutes(-1),
            Status = 422,
            Detail = "answered 422",
            AnswerHeaders = new Dictionary<string, string> { ["X-Request-Id"] = "é\"" },
            AnswerBody = "no",
        };
        await _letters.AddAsync(kept, Ending);

        var read = Assert.Single(await _letters.ListAsync(DeadLetterFilter.All, null, 10, Ending));

        Assert.Equal("é\"", read.AnswerHeaders?["X-Request-Id"]);
        Assert.Equal(kept with { Id = read.Id, AnswerHeaders = read.AnswerHeaders, Request = read.Request }, read);
        Assert.Equal(kept.Request.WebhookId, read.Request.WebhookId);
    }

    /// <summary>A filter, and which of the letters 1 to 5 it finds, the newest first.</summary>
    public static TheoryData<string, int[]> Filters => new()
    {
        { "all", [5, 4, 3, 2, 1] },
        { "destination", [4, 3, 2, 1] },
        { "mapping", [5, 3, 1] },
        { "reasons", [4, 3] },
        { "since", [5, 4, 3] },
        { "until", [2, 1] },
        { "messageId", [2, 1] },
        { "webhookId", [1] },
        { "ids", [4, 2] },
        { "several", [3] },
        { "none", [] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filter_FindsWhatItSays_AndDeletesNothingElse(string name, int[] expected)
    {
        await AddFiveAsync();
        var all = await _letters.ListAsync(DeadLetterFilter.All, null, 10, Ending);
        var crm = new DeadLetterFilter { Destination = "crm" };
        var filter = name switch
        {
            "all" => DeadLetterFilter.All,
            "destination" => crm,
            "mapping" => new DeadLetterFilter { Mapping = "orders" },
            "reasons" => new DeadLetterFilter { Reasons = [DeadLetterReason.EgressDenied, DeadLetterReason.RetriesExhausted] },
            "since" => new DeadLetterFilter { Since = Noon.AddMinutes(3) },
            "until" => new DeadLetterFilter { Until = Noon.AddMinutes(3) },
            "messageId" => new DeadLetterFilter { MessageId = "m-1" },
            "webhookId" => new DeadLetterFilter { WebhookId = WebhookIds.Of("m-1", "orders") },
            "ids" => new DeadLetterFilter { Ids = [all[1].Id, all[3].Id, 4711] },
            "several" => crm with { Mapping = "orders", Since = Noon.AddMinutes(2) },
            _ => crm with { MessageId = "m-9" },
        };

        Assert.Equal(expected, Numbers(await _letters.ListAsync(filter, null, 10, Ending)));
        Assert.Equal(expected.Length, (await _letters.MatchAsync(filter, Ending)).Count);

        await _letters.DeleteAsync(await _letters.FindAsync(filter, 0, long.MaxValue, 10, Ending), Ending);
        var left = Numbers(await _letters.ListAsync(DeadLetterFilter.All, null, 10, Ending));
        Assert.Equal(Numbers(all).Except(expected), left);
    }

    /// <summary>What a filter sets narrows what is read: none of these looks at all the letters.</summary>
    [Theory]
    [InlineData("destination", "dead_letters_destination (destination=? AND id<?)")]
    [InlineData("ids", "INTEGER PRIMARY KEY (rowid=?)")]
    [InlineData("before", "INTEGER PRIMARY KEY (rowid<?)")]
    public async Task Filter_IsServedByAnIndex(string name, string expected)
    {
        var filter = name switch
        {
            "destination" => new DeadLetterFilter { Destination = "crm" },
            "ids" => new DeadLetterFilter { Ids = [1, 2] },
            _ => DeadLetterFilter.All,
        };

        var plan = await _store.ReadAsync(
            connection =>
            {
                var query = new FilterQuery(connection, filter);
                query.And("id <", 1000L);
                using var reader = connection.Command($"EXPLAIN QUERY PLAN SELECT * FROM dead_letters {query.Where} ORDER BY id DESC LIMIT {query.Parameter(10)}", query.Values).ExecuteReader();
                var steps = new List<string>();
                while (reader.Read())
                {
                    steps.Add(reader.GetString(3));
                }

                return steps;
            },
            Ending);

        Assert.Contains(plan, step => step.StartsWith("SEARCH dead_letters USING", StringComparison.Ordinal) && step.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN dead_letters", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Find_HasTheOldestFirst_AndNoneThatDiedLater()
    {
        await AddFiveAsync();
        var (_, lastId) = await _letters.MatchAsync(new DeadLetterFilter { Until = Noon.AddMinutes(4) }, Ending);

        var first = await _letters.FindAsync(DeadLetterFilter.All, 0, lastId, 2, Ending);
        var second = await _letters.FindAsync(DeadLetterFilter.All, first[^1], lastId, 2, Ending);
        var (_, deleted) = await _letters.DeleteAsync([.. first, .. second, 4711], Ending);

        Assert.Equal((2, 1, 3), (first.Count, second.Count, deleted));
        Assert.Equal([5, 4], Numbers(await _letters.ListAsync(DeadLetterFilter.All, null, 10, Ending)));
    }

    [Fact]
    public async Task Page_OfLargeBodies_EndsEarlyAndGoesOn()
    {
        for (var number = 1; number <= 5; number++)
        {
            await _letters.AddAsync(Letter(number, "crm", "orders", DeadLetterReason.Rejected, new byte[3 << 20]), Ending);
        }

        var first = await _letters.ListAsync(DeadLetterFilter.All, null, 100, Ending);
        var second = await _letters.ListAsync(DeadLetterFilter.All, first[^1].Id, 100, Ending);

        Assert.Equal([5, 4, 3], Numbers(first));
        Assert.Equal([2, 1], Numbers(second));
    }

    /// <summary>Bounds are looked after every few seconds for every destination: where there is nothing to drop, the writer of the appends is not asked.</summary>
    [Fact]
    public async Task Trim_WithNothingToDrop_WritesNothing()
    {
        await AddFiveAsync();
        var before = await WritesAsync();

        var (outcome, deleted) = await _letters.TrimAsync("crm", 4, Noon, 100, Ending);

        Assert.Equal((true, 0), (outcome.IsDurable, deleted));
        Assert.Equal(before, await WritesAsync());
    }

    [Theory]
    [InlineData(4, 3, 100, new[] { 5, 4, 3 })]
    [InlineData(1, 0, 100, new[] { 5, 4 })]
    [InlineData(2, 4, 100, new[] { 5, 4 })]
    [InlineData(0, 0, 3, new[] { 5, 4 })]
    public async Task Trim_DropsWhatIsTooOldOrTooMany_TheOldestFirst(int maxCount, int oldestMinute, int limit, int[] left)
    {
        await AddFiveAsync();

        var (_, deleted) = await _letters.TrimAsync("crm", maxCount, Noon.AddMinutes(oldestMinute), limit, Ending);

        Assert.Equal(left, Numbers(await _letters.ListAsync(DeadLetterFilter.All, null, 10, Ending)));
        Assert.Equal(5 - left.Length, deleted);
    }

    [Fact]
    public async Task Bounds_DropByEachDestinationsOwn_AndCountWhatTheyDrop()
    {
        await AddFiveAsync();
        var time = new FakeTimeProvider(Noon.AddMinutes(5));
        var bounds = new DeadLetterBounds(_letters, new DeadLetterMetrics(Metrics.WithCustomRegistry(_registry)), time, NullLogger<DeadLetterBounds>.Instance);
        DeadLettersSpec? OfDestination(string destination) => destination == "crm" ? new DeadLettersSpec { MaxCount = 1 } : null;

        await bounds.TrimAsync(OfDestination, Ending);

        Assert.Equal([5, 4], Numbers(await _letters.ListAsync(DeadLetterFilter.All, null, 10, Ending)));
        Assert.Equal("extensible_webhooks_dead_letters_dropped_total{destination=\"crm\"} 3", await MetricAsync("extensible_webhooks_dead_letters_dropped_total"));

        time.Advance(new DeadLettersSpec().MaxAge.Value + TimeSpan.FromMinutes(1));
        await bounds.TrimAsync(OfDestination, Ending);

        Assert.Empty(await _letters.ListAsync(DeadLetterFilter.All, null, 10, Ending));
    }

    private Task<string> WritesAsync() => MetricAsync("extensible_webhooks_store_writes_total");

    private async Task<string> MetricAsync(string name)
    {
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text, Ending);
        return string.Join('\n', Encoding.UTF8.GetString(text.ToArray()).Split('\n').Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal)));
    }

    private static List<int> Numbers(IEnumerable<DeadLetter> letters) => [.. letters.Select(letter => (int)letter.Position)];

    private async Task AddFiveAsync()
    {
        DeadLetter[] letters =
        [
            Letter(1, "crm", "orders", DeadLetterReason.Rejected) with { Request = Request(WebhookIds.Of("m-1", "orders")) },
            Letter(2, "crm", "refunds", DeadLetterReason.Rejected) with { Request = Request(WebhookIds.Of("m-1", "refunds")) },
            Letter(3, "crm", "orders", DeadLetterReason.EgressDenied),
            Letter(4, "crm", "refunds", DeadLetterReason.RetriesExhausted),
            Letter(5, "old", "orders", DeadLetterReason.DestinationRemoved),
        ];
        foreach (var letter in letters)
        {
            Assert.True((await _letters.AddAsync(letter, Ending)).IsDurable);
        }
    }

    private static DeadLetter Letter(int number, string destination, string mapping, DeadLetterReason reason, byte[]? body = null) => new()
    {
        Lane = destination,
        Destination = destination,
        Mapping = mapping,
        Reason = reason,
        At = Noon.AddMinutes(number),
        ReceivedAt = Noon.AddHours(-1),
        Position = number,
        Attempts = 3,
        Request = Request($"msg_{number}", body),
    };

    private static WebhookRequest Request(string id, byte[]? body = null) => new() { WebhookId = id, Target = new WebhookTarget { Method = "POST", Url = "http://x/" }, Body = body };
}
