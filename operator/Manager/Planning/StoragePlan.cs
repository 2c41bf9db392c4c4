using ExtensibleWebhooks.Crds.EventSources;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Crds.Values;
using ExtensibleWebhooks.Manager.Desired;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Planning;

/// <summary>The worker's volume as it can be: a StatefulSet's claims never change, so what is there wins over what is asked for, and the difference is told.</summary>
/// <param name="Engine">What the StatefulSet is built from.</param>
/// <param name="Differences">Where the spec asks for something else.</param>
internal sealed record StoragePlan(EmbeddedEngine Engine, IReadOnlyList<Diagnostic> Differences)
{
    private const string Path = "spec.engine.embedded";

    public static StoragePlan Of(EventSource source, V1StatefulSet? live)
    {
        var wanted = source.Spec.Engine.Embedded ?? new EmbeddedEngine();
        if (live is null)
        {
            return new StoragePlan(wanted, []);
        }

        var claim = live.Spec?.VolumeClaimTemplates?.FirstOrDefault(template => template.Metadata.Name == WorkerPod.DataVolume);
        if ((claim is null) != wanted.Ephemeral)
        {
            var remedy = $"set it back, or delete the StatefulSet {live.Metadata.Name}: the log then starts empty";
            var actual = claim is null ? wanted with { Ephemeral = true } : EngineOf(claim, wanted);
            return new StoragePlan(actual, [new Diagnostic($"{Path}.ephemeral", $"{Text(wanted.Ephemeral)}, but the log was made with {Text(!wanted.Ephemeral)}: {remedy}")]);
        }

        return claim is null ? new StoragePlan(wanted, []) : Compare(live.Metadata.Name, wanted, EngineOf(claim, wanted));
    }

    private static StoragePlan Compare(string statefulSet, EmbeddedEngine wanted, EmbeddedEngine actual)
    {
        var remedy = $"set it back, or change the claim {WorkerPod.DataVolume}-{statefulSet}-0 yourself and run "
            + $"`kubectl delete statefulset {statefulSet} --cascade=orphan`, which leaves the pod running";
        var differences = new List<Diagnostic>();
        if (!Quantities.Same(wanted.Size.ToQuantity(), actual.Size.Text))
        {
            differences.Add(new Diagnostic($"{Path}.size", $"{wanted.Size}, but the volume was claimed with {actual.Size}: {remedy}"));
        }

        if (wanted.StorageClassName != actual.StorageClassName)
        {
            var (want, have) = (wanted.StorageClassName ?? "the default", actual.StorageClassName ?? "the default");
            differences.Add(new Diagnostic($"{Path}.storageClassName", $"{want}, but the volume was claimed with {have}: {remedy}"));
        }

        return new StoragePlan(differences.Count == 0 ? wanted : actual, differences);
    }

    private static EmbeddedEngine EngineOf(V1PersistentVolumeClaim claim, EmbeddedEngine wanted) => wanted with
    {
        Ephemeral = false,
        Size = claim.Spec?.Resources?.Requests?.TryGetValue("storage", out var size) == true ? ByteSize.Parse(size.ToString()) : wanted.Size,
        StorageClassName = claim.Spec?.StorageClassName,
    };

    private static string Text(bool value) => value ? "true" : "false";
}
