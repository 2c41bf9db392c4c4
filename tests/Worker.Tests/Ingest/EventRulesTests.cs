using ExtensibleWebhooks.Worker.Ingest;

namespace ExtensibleWebhooks.Worker.Tests.Ingest;

public class EventRulesTests
{
    [Theory]
    [InlineData("track", """{"userId":"u","event":"E"}""")]
    [InlineData("track", """{"anonymousId":"a","event":"E","properties":null}""")]
    [InlineData("track", """{"userId":null,"anonymousId":"a","event":"E","properties":{}}""")]
    [InlineData("identify", """{"userId":"u","traits":{"n":1}}""")]
    [InlineData("page", """{"anonymousId":"a"}""")]
    [InlineData("page", """{"anonymousId":"a","name":"Home","category":"Docs","properties":{}}""")]
    [InlineData("screen", """{"userId":"u","name":"Home"}""")]
    [InlineData("group", """{"userId":"u","groupId":"g"}""")]
    [InlineData("alias", """{"userId":"u","previousId":"a"}""")]
    [InlineData("alias", """{"userId":"u","anonymousId":"a"}""")]
    public void Check_OfAValidEvent_TakesIt(string type, string json)
    {
        var (events, rejected) = Normalizing.Event(TypeOf(type), json);

        Assert.Single(events);
        Assert.Empty(rejected);
    }

    [Theory]
    [InlineData("track", """{"event":"E"}""", "no_user_anon_id")]
    [InlineData("track", """{"userId":"","anonymousId":null,"event":"E"}""", "no_user_anon_id")]
    [InlineData("identify", """{}""", "no_user_anon_id")]
    [InlineData("alias", """{"anonymousId":"a","previousId":"p"}""", "no_user_anon_id")]
    [InlineData("group", """{"userId":"u"}""", "id_required")]
    [InlineData("group", """{"userId":"u","groupId":""}""", "id_required")]
    [InlineData("alias", """{"userId":"u"}""", "id_required")]
    [InlineData("track", """{"userId":7,"event":"E"}""", "id_not_string")]
    [InlineData("track", """{"userId":"u","anonymousId":{},"event":"E"}""", "id_not_string")]
    [InlineData("group", """{"userId":"u","groupId":1}""", "id_not_string")]
    [InlineData("alias", """{"userId":"u","previousId":true}""", "id_not_string")]
    [InlineData("track", """{"userId":"u"}""", "event_not_defined")]
    [InlineData("track", """{"userId":"u","event":""}""", "event_not_defined")]
    [InlineData("track", """{"userId":"u","event":null}""", "event_not_defined")]
    [InlineData("track", """{"userId":"u","event":5}""", "event_not_string")]
    [InlineData("track", """{"userId":"u","event":"E","properties":[]}""", "properties_not_object")]
    [InlineData("page", """{"userId":"u","properties":"x"}""", "properties_not_object")]
    [InlineData("screen", """{"userId":"u","properties":1}""", "properties_not_object")]
    [InlineData("identify", """{"userId":"u","traits":[]}""", "traits_not_object")]
    [InlineData("group", """{"userId":"u","groupId":"g","traits":"x"}""", "traits_not_object")]
    [InlineData("page", """{"userId":"u","name":1}""", "name_not_string")]
    [InlineData("screen", """{"userId":"u","category":[]}""", "category_not_string")]
    public void Check_OfAnInvalidEvent_GivesTheReason(string type, string json, string reason)
    {
        var (events, rejected) = Normalizing.Event(TypeOf(type), json);

        Assert.Empty(events);
        Assert.Equal(new Dictionary<string, int> { [reason] = 1 }, rejected);
    }

    [Fact]
    public void Check_OfALongMessageId_RejectsBeyondAHundredCharacters()
    {
        var longest = new string('é', 100);

        Assert.Single(Normalizing.Event(EventType.Track, $$"""{"userId":"u","event":"E","messageId":"{{longest}}"}""").Events);
        var (events, rejected) = Normalizing.Event(EventType.Track, $$"""{"userId":"u","event":"E","messageId":"{{longest}}e"}""");
        Assert.Empty(events);
        Assert.Equal(["message_id_too_long"], rejected.Keys);
    }

    [Theory]
    [InlineData("""{"batch":[]}""", "empty_batch")]
    [InlineData("""{"batch":{}}""", "empty_batch")]
    [InlineData("""{"events":[]}""", "empty_batch")]
    [InlineData("""{"batch":[7]}""", "not_an_object")]
    [InlineData("""{"batch":[{"userId":"u"}]}""", "type_unknown")]
    [InlineData("""{"batch":[{"type":"Track","userId":"u","event":"E"}]}""", "type_unknown")]
    [InlineData("""{"batch":[{"type":7,"userId":"u","event":"E"}]}""", "type_unknown")]
    public void Batch_WithoutAnEventToTake_GivesTheReason(string json, string reason)
    {
        var (events, rejected) = Normalizing.Batch(json);

        Assert.Empty(events);
        Assert.Equal(new Dictionary<string, int> { [reason] = 1 }, rejected);
    }

    [Fact]
    public void Batch_WithOneBadEvent_TakesTheOthers()
    {
        var (events, rejected) = Normalizing.Batch("""{"batch":[{"type":"track","userId":"u","event":"A"},{"type":"track","userId":"u"},{"type":"page","userId":"u"}]}""");

        Assert.Equal(2, events.Count);
        Assert.Equal(new Dictionary<string, int> { ["event_not_defined"] = 1 }, rejected);
    }

    [Fact]
    public void Batch_OfTooManyEvents_TakesAsManyAsItMay()
    {
        var item = """{"type":"page","userId":"u"}""";
        var (events, rejected) = Normalizing.Batch($$"""{"batch":[{{string.Join(',', Enumerable.Repeat(item, 7))}}]}""", Normalizing.Settings with { MaxEventsPerBatch = 4 });

        Assert.Equal(4, events.Count);
        Assert.Equal(new Dictionary<string, int> { ["too_many_events"] = 3 }, rejected);
    }

    [Fact]
    public void Batch_WithALargeEvent_RejectsThatOne()
    {
        var settings = Normalizing.Settings with { MaxEventBytes = 200 };
        var (events, rejected) = Normalizing.Batch(
            $$"""{"batch":[{"type":"page","userId":"{{new string('u', 200)}}"},{"type":"page","userId":"u"}]}""", settings);

        Assert.Single(events);
        Assert.Equal(new Dictionary<string, int> { ["event_too_large"] = 1 }, rejected);
    }

    [Fact]
    public void Reasons_OfAllRejections_Differ() => Assert.Equal(Rejections.All.Count, Rejections.All.Select(Rejections.ToReason).Distinct().Count());

    private static EventType TypeOf(string name) => EventTypes.All.Single(type => type.ToName() == name);
}
