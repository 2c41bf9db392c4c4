using ExtensibleWebhooks.Support.Kubernetes;

namespace ExtensibleWebhooks.EndToEnd.Kubernetes;

public class AuditLogTests
{
    private const string Patch =
        """{"verb": "patch", "user": {"username": "u"}, "objectRef": {"resource": "pods", "namespace": "n", "name": "p", "subresource": "status"}, "responseStatus": {"code": 200}}""";

    [Fact]
    public void Parse_AWholeLine_HoldsWhoWroteWhat()
    {
        var write = Assert.Single(AuditLog.Parse(Patch + "\n"));

        var expected = new AuditedWrite { User = "u", Verb = "patch", Resource = "pods", Subresource = "status", Namespace = "n", Name = "p", Status = 200 };
        Assert.Equal(expected, write);
    }

    [Fact]
    public void Parse_AnImpersonatedWrite_IsTheOtherUsers()
    {
        var text = """{"verb": "create", "user": {"username": "admin"}, "impersonatedUser": {"username": "other"}}""" + "\n";

        Assert.Equal("other", Assert.Single(AuditLog.Parse(text)).User);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"verb\": \"cre")]
    public void Parse_ALineThatIsStillBeingWritten_IsLeftOut(string unfinished)
    {
        Assert.Empty(AuditLog.Parse(unfinished));
        Assert.Single(AuditLog.Parse(Patch + "\n" + unfinished));
    }
}
