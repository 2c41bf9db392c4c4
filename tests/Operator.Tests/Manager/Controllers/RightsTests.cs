using ExtensibleWebhooks.Manager.Controllers;
using ExtensibleWebhooks.Operator.Tests.Chart;
using ExtensibleWebhooks.Runtime.Rbac;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Controllers;

/// <summary>The controllers ask for the rights that the chart's README lists, which the chart's tests hold against its roles. Leadership and certificates are the runtime's.</summary>
public class RightsTests
{
    [Fact]
    public void Rights_OfTheControllers_AreTheDocumentedOnes()
    {
        var asked = from rule in RbacRule.Of(typeof(SourceController).Assembly)
                    from verb in rule.VerbNames
                    select $"{(rule.Group.Length == 0 ? "core" : rule.Group)} {rule.Resource} {verb}";
        var documented = from row in ReadmeTable.Rows("API group", "resources", "verbs")
                         from resource in row[1].Split(", ")
                         from verb in row[2].Split(", ")
                         select $"{row[0]} {resource} {verb}";

        Assert.Equal(documented.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }
}
