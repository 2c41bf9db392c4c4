using System.Text.RegularExpressions;
using k8s.Models;

namespace ExtensibleWebhooks.Manager.Desired;

/// <summary>Kubernetes' quantities, of which one amount has many texts: 1000m is 1, 1024Mi is 1Gi.</summary>
internal static partial class Quantities
{
    /// <summary>Whether two texts are the same amount; false where either is none.</summary>
    public static bool Same(string left, string right) =>
        left == right || (Shape().IsMatch(left) && Shape().IsMatch(right) && new ResourceQuantity(left).ToDecimal() == new ResourceQuantity(right).ToDecimal());

    /// <summary>Short enough that every match is an amount that a decimal holds.</summary>
    [GeneratedRegex(@"^[0-9]{1,12}(\.[0-9]{1,9})?(n|u|m|k|M|G|T|Ki|Mi|Gi|Ti)?$")]
    private static partial Regex Shape();
}
