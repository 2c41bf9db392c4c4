using System.Reflection;
using ExtensibleWebhooks.Crds.Conditions;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Conditions;

public class ReasonTests
{
    private static readonly string Readme = File.ReadAllText(RepositoryRoot.At("crds", "Conditions", "README.md"));

    [Fact]
    public void Readme_OfConditions_HasARowForEachReasonAndNoOther()
    {
        var rows = Readme[Readme.IndexOf("## Reasons", StringComparison.Ordinal)..].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]);

        Assert.Equal(Enum.GetNames<Reason>(), rows);
    }

    [Fact]
    public void Readme_OfConditions_NamesEachConditionType()
    {
        var types = typeof(ConditionTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"`{field.GetValue(null)}`");

        Assert.All(types, type => Assert.Contains(type, Readme, StringComparison.Ordinal));
    }
}
