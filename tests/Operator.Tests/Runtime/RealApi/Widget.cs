using k8s;
using k8s.Models;

namespace ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;

/// <summary>A kind for the runtime's own tests.</summary>
[KubernetesEntity(Group = "tests.extensible.dev", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
internal sealed class Widget : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Loose on purpose: what the type cannot read may be stored all the same.</summary>
    public const string Definition =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: widgets.tests.extensible.dev
        spec:
          group: tests.extensible.dev
          scope: Namespaced
          names: {kind: Widget, plural: widgets, singular: widget}
          versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            schema:
              openAPIV3Schema:
                type: object
                x-kubernetes-preserve-unknown-fields: true
        """;

    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta Metadata { get; set; } = new();

    public WidgetSpec Spec { get; set; } = new();

    public WidgetStatus? Status { get; set; }
}

internal sealed class WidgetSpec
{
    public int Size { get; set; }
}

internal sealed class WidgetStatus
{
    public long? ObservedGeneration { get; set; }

    public int? Size { get; set; }

    public IList<V1Condition>? Conditions { get; set; }
}
