using ExtensibleWebhooks.Runtime.Client;
using ExtensibleWebhooks.Runtime.Controllers;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.Controllers;

public class PredicatesTests
{
    private static readonly ApiResource Widgets = new("tests.extensible.dev", "v1", "widgets", "Widget");

    public static TheoryData<string, Action<V1ObjectMeta>, bool> Changes => new()
    {
        { "status only", _ => { }, false },
        { "generation", metadata => metadata.Generation = 2, true },
        { "label", metadata => metadata.Labels = new Dictionary<string, string> { ["a"] = "c" }, true },
        { "annotation added", metadata => metadata.Annotations = new Dictionary<string, string> { ["x"] = "y" }, true },
        { "finalizer", metadata => metadata.Finalizers = ["f"], true },
        { "deletion", metadata => metadata.DeletionTimestamp = DateTime.UnixEpoch, true },
        { "a kind without generations", metadata => metadata.Generation = null, true },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void SpecOrMetadataChanged_LetsThrough_WhatIsTheUsers(string what, Action<V1ObjectMeta> change, bool expected)
    {
        var (before, after) = (At("1"), At("2"));
        change(after.Metadata);

        Assert.True(expected == Predicates.SpecOrMetadataChanged(before, after), what);
    }

    [Theory]
    [InlineData("tests.extensible.dev/v2", "Widget", true, true)]
    [InlineData("tests.extensible.dev/v1", "Widget", false, false)]
    [InlineData("other.dev/v1", "Widget", true, false)]
    [InlineData("v1", "Widget", true, false)]
    [InlineData("tests.extensible.dev/v1", "Gadget", true, false)]
    public void OwnerOf_IsTheController_ByGroupAndKind_WhateverTheVersion(string apiVersion, string kind, bool isController, bool expected)
    {
        var entity = At("1");
        entity.Metadata.OwnerReferences =
        [
            new V1OwnerReference { ApiVersion = "v1", Kind = "Node", Name = "not-a-controller", Uid = "1" },
            new V1OwnerReference { ApiVersion = apiVersion, Kind = kind, Name = "w", Uid = "2", Controller = isController },
        ];

        var owners = Predicates.OwnerOf(entity, Widgets);

        Assert.Equal(expected ? [new NamespacedName("n", "w")] : [], owners);
    }

    private static V1ConfigMap At(string version) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = "c",
            NamespaceProperty = "n",
            ResourceVersion = version,
            Generation = 1,
            Labels = new Dictionary<string, string> { ["a"] = "b" },
        },
    };
}
