using System.Text.Json.Nodes;
using static ExtensibleWebhooks.Operator.Tests.Chart.RenderedChart;

namespace ExtensibleWebhooks.Operator.Tests.Chart;

/// <summary>The rights that the rendered roles give together are those of the README's tables, and no more.</summary>
public sealed class RbacTests
{
    /// <summary>How the README names what is the release's own.</summary>
    private const string Release = "<release>";

    /// <summary>Names of the roles that are not the users'.</summary>
    private static readonly string[] OperatorsRoles = [Helm.Release, $"{Helm.Release}-admission"];

    private static readonly string[] WhereItWatches = Documented("API group");

    private static readonly string[] InItsOwnNamespace = Documented("own namespace: API group");

    private static readonly string[] OfTheCluster = Documented("cluster: API group");

    [Fact]
    public async Task Rights_ClusterWide_AreTheDocumentedOnes()
    {
        var rendered = await Helm.RenderAsync();

        Assert.Equal(WhereItWatches.Concat(OfTheCluster).Order(), EffectiveRights(rendered, "ClusterRoleBinding", null).Order());
        Assert.Equal(InItsOwnNamespace.Order(), EffectiveRights(rendered, "RoleBinding", Helm.Namespace).Order());
    }

    [Fact]
    public async Task Rights_OfWatchedNamespaces_AreTheSameThereAndNoneElsewhere()
    {
        var rendered = await Helm.RenderAsync("watchNamespaces={a,b}");

        Assert.Equal(OfTheCluster.Order(), EffectiveRights(rendered, "ClusterRoleBinding", null).Order());
        Assert.Equal(InItsOwnNamespace.Order(), EffectiveRights(rendered, "RoleBinding", Helm.Namespace).Order());
        Assert.Equal(WhereItWatches.Order(), EffectiveRights(rendered, "RoleBinding", "a").Order());
        Assert.Equal(WhereItWatches.Order(), EffectiveRights(rendered, "RoleBinding", "b").Order());
    }

    [Theory]
    [InlineData("admission.enabled=false", "-admission")]
    [InlineData("oauth.enabled=false", "-oauth")]
    public async Task Rights_WithoutAPart_AreThoseOfTheRest(string setting, string suffix)
    {
        var rendered = await Helm.RenderAsync(setting);

        var rest = InItsOwnNamespace.Where(right => !right.Contains($"{Release}{suffix}", StringComparison.Ordinal));
        Assert.Equal(rest.Order(), EffectiveRights(rendered, "RoleBinding", Helm.Namespace).Order());
    }

    [Fact]
    public async Task Rights_WithoutAdmissionAndConnectPages_ReachNothingOfTheClusterAndNoSecretOfItsOwn()
    {
        var rendered = await Helm.RenderAsync("watchNamespaces={a}", "admission.enabled=false", "oauth.enabled=false");

        Assert.Empty(EffectiveRights(rendered, "ClusterRoleBinding", null));
        Assert.DoesNotContain(EffectiveRights(rendered, "RoleBinding", Helm.Namespace), right => right.Contains("secrets", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("watchNamespaces={a}")]
    [InlineData("operator.replicas=1")]
    public async Task Rules_OfAnyRole_HaveNoWildcardAndNoNameOfWhatIsYetToBeCreated(string setting)
    {
        var rendered = await Helm.RenderAsync(setting);

        foreach (var rule in rendered.OfKind("ClusterRole").Concat(rendered.OfKind("Role")).SelectMany(role => At(role, "rules").AsArray()))
        {
            Assert.DoesNotContain("*", rule?.ToJsonString() ?? "", StringComparison.Ordinal);
            Assert.False(rule?["resourceNames"] is not null && List(rule["verbs"]).Contains("create"), rule?.ToJsonString());
        }
    }

    [Fact]
    public async Task Bindings_OfTheOperator_AreToItsOwnServiceAccount()
    {
        var rendered = await Helm.RenderAsync("serviceAccount.name=hooks");

        Assert.Equal("hooks", Text(rendered.Pod, "spec", "serviceAccountName"));
        Assert.Equal("hooks", Text(rendered.Single("ServiceAccount"), "metadata", "name"));
        Assert.All(
            rendered.OfKind("ClusterRoleBinding").Concat(rendered.OfKind("RoleBinding")),
            binding => Assert.Equal("""[{"kind":"ServiceAccount","name":"hooks","namespace":"webhooks-system"}]""", At(binding, "subjects").ToJsonString()));
    }

    [Fact]
    public async Task UsersRoles_ForEditors_ReachNeitherStatusNorOtherGroups()
    {
        var rendered = await Helm.RenderAsync();

        var users = rendered.OfKind("ClusterRole").Where(role => !OperatorsRoles.Contains(Text(role, "metadata", "name"))).ToList();

        Assert.Equal(2, users.Count);
        Assert.All(users.SelectMany(role => At(role, "rules").AsArray()), rule =>
        {
            Assert.Equal(["webhooks.extensible.dev"], List(rule?["apiGroups"]));
            Assert.Equal(["eventsources", "webhookdestinations", "webhookmappings", "webhookreplays"], List(rule?["resources"]));
        });
    }

    /// <summary>"group/resource verb" of every rule that a binding gives to the operator in a namespace (null: everywhere).</summary>
    private static IEnumerable<string> EffectiveRights(RenderedChart rendered, string bindingKind, string? within) =>
        (from binding in rendered.OfKind(bindingKind)
         where Find(binding, "metadata", "namespace")?.GetValue<string>() == within
         let role = rendered.OfKind(Text(binding, "roleRef", "kind")).Single(role =>
             Text(role, "metadata", "name") == Text(binding, "roleRef", "name") && Find(role, "metadata", "namespace")?.GetValue<string>() == within)
         from rule in At(role, "rules").AsArray()
         from apiGroup in List(rule?["apiGroups"])
         from resource in List(rule?["resources"])
         from verb in List(rule?["verbs"])
         select Right(apiGroup, NamedOrNot(rule, resource), verb)).Distinct();

    private static string NamedOrNot(JsonNode? rule, string resource) =>
        rule?["resourceNames"] is not { } names ? resource
        : List(names).ToList() is [var name] && name.StartsWith(Helm.Release, StringComparison.Ordinal) ? $"{resource} {Release}{name[Helm.Release.Length..]}"
        : $"{resource} {names.ToJsonString()}";

    /// <summary>Of the README's table whose first heading this is.</summary>
    private static string[] Documented(string heading) =>
        [.. ReadmeTable.Rows(heading, "resources", "verbs").SelectMany(row => Rights(row[0], row[1], row[2])).Distinct()];

    private static IEnumerable<string> Rights(string apiGroup, string resources, string verbs) =>
        from resource in resources.Replace("`", "", StringComparison.Ordinal).Split(", ")
        from verb in verbs.Split(", ")
        select Right(apiGroup == "core" ? "" : apiGroup, resource, verb);

    private static string Right(string apiGroup, string resource, string verb) => $"{apiGroup}/{resource} {verb}";

    private static IEnumerable<string> List(JsonNode? node) => (node?.AsArray() ?? []).Select(item => item?.GetValue<string>() ?? "");
}
