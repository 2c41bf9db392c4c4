using ExtensibleWebhooks.Operator.Tests.Runtime.RealApi;
using ExtensibleWebhooks.Runtime.Rbac;

namespace ExtensibleWebhooks.Operator.Tests.Runtime;

public class RbacRuleTests
{
    [Fact]
    public void Attributes_OfAnAssembly_AddUpToRules_EachResourceOnce()
    {
        var rules = RbacRule.Of(typeof(WidgetController).Assembly);

        var widgets = rules.Where(rule => rule.Group == "tests.extensible.dev").Select(rule => $"{rule.Resource}: {string.Join(' ', rule.VerbNames)}");
        Assert.Equal(["widgets: get list watch patch", "widgets/status: patch"], widgets);
        Assert.Equal(rules.Count, rules.Select(rule => (rule.Group, rule.Resource)).Distinct().Count());
        Assert.Contains(rules, rule => rule is { Group: "", Resource: "configmaps" } && rule.VerbNames.Contains("create"));
    }
}
