using ExtensibleWebhooks.Worker.Sending;

namespace ExtensibleWebhooks.Worker.Tests.Sending;

public class WebhookIdsTests
{
    [Fact]
    public void Id_NeverChanges_BecauseReceiversRememberIt() => Assert.Equal("msg_2fc53014766df809677c1c8bd6e79483", WebhookIds.Of("m-1", "orders"));

    [Fact]
    public void Id_OfAnotherEventOrMapping_IsAnother()
    {
        string[] ids = [WebhookIds.Of("a", "bc"), WebhookIds.Of("ab", "c"), WebhookIds.Of("a", "b"), WebhookIds.Of("b", "a"), WebhookIds.Of("", "a")];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^msg_[0-9a-f]{32}$", id));
        Assert.Equal(ids[0], WebhookIds.Of("a", "bc"));
    }
}
