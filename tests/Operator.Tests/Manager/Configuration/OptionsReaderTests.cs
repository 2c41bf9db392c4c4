using System.Text;
using ExtensibleWebhooks.Manager.Configuration;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Configuration;

public class OptionsReaderTests
{
    [Fact]
    public void Options_WithOnlyAnImage_HaveTheDefaultsOfTheReadme()
    {
        var (options, problems) = Parse("""{"workers":{"image":"worker:1"}}""");

        Assert.Empty(problems);
        Assert.NotNull(options);
        Assert.Equal(8080, options.ManagementPort);
        Assert.Equal(4, options.MaxConcurrentReconciles);
        Assert.Equal((false, 8082, "http://localhost:8082/"), (options.OAuth.Enabled, options.OAuth.Port, options.OAuth.ExternalUrl.ToString()));
        Assert.Empty(options.WatchNamespaces);
        Assert.True(options.LeaderElection.Enabled);
        Assert.Equal(1654, options.Workers.FsGroup);
        Assert.Null(options.NetworkPolicy.Egress);
    }

    [Fact]
    public void Options_WithSeveralFaults_TellAllOfThem()
    {
        var (options, problems) = Parse("""
            {"managementPort":70000,"maxConcurrentReconciles":0,"watchNamespaces":[""],
             "workers":{"image":"","imagePullPolicy":"Sometimes","resources":3,"egress":{"allowedCidrs":["10.0.0.1/33","nonsense"]},
             "extraEnv":[{"name":"A","value":"1"},{"value":"2"},{"name":"WEBHOOKS_DATA","value":"/"},{"name":"A","value":"3"},4]}}
            """);

        Assert.Null(options);
        Assert.Collection(
            problems,
            problem => Assert.StartsWith("managementPort is 70000", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("maxConcurrentReconciles is 0", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("workers.image is empty", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("workers.imagePullPolicy is \"Sometimes\"", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("workers.resources is not an object", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("workers.egress.allowedCidrs has \"10.0.0.1/33\"", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("workers.egress.allowedCidrs has \"nonsense\"", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("workers.extraEnv[1] has no name", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("workers.extraEnv[2].name is \"WEBHOOKS_DATA\"", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("workers.extraEnv[3].name is \"A\", which is there already", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("workers.extraEnv[4] has no name", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("watchNamespaces has \"\"", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"workers":{"image":"w"},"watchNamespace":[]}""", "watchNamespace")]
    [InlineData("""{"workers":{"image":"w","fsGroup":"x"}}""", "$.workers.fsGroup")]
    [InlineData("""{"workers":{"image":"w"},"admission":{"port":70000}}""", "admission.port")]
    [InlineData("""{"workers":{"image":"w"},"admission":{"enabled":true,"secretName":""}}""", "admission.serviceName, secretName")]
    [InlineData("""{"workers":{"image":"w"},"oauth":{"port":-1}}""", "oauth.port")]
    [InlineData("""{"workers":{"image":"w"},"oauth":{"externalUrl":"https://a.example/base"}}""", "oauth.externalUrl")]
    [InlineData("""{"workers":{"image":"w"},"oauth":{"externalUrl":"ftp://a.example"}}""", "oauth.externalUrl")]
    [InlineData("""{"workers":{"image":"w"},"oauth":{"externalUrl":"a.example"}}""", "oauth.externalUrl")]
    [InlineData("""{"workers":{"image":"w"},"oauth":{"enabled":true,"signingSecretName":""}}""", "oauth.signingSecretName")]
    [InlineData("""{}""", "workers")]
    [InlineData("""{"workers":""", "$.workers")]
    [InlineData("null", "null")]
    public void Options_ThatCannotBeRead_NameThePlace(string json, string place)
    {
        var (options, problems) = Parse(json);

        Assert.Null(options);
        Assert.Contains(place, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_OfAFileThatIsNotThere_NameTheFile()
    {
        var (options, problems) = OptionsReader.Read("/nowhere/config.json");

        Assert.Null(options);
        Assert.StartsWith("/nowhere/config.json: ", Assert.Single(problems), StringComparison.Ordinal);
    }

    private static OptionsResult Parse(string json) => OptionsReader.Parse(Encoding.UTF8.GetBytes(json));
}
