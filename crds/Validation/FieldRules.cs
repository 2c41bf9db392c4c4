using System.Reflection;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Schema;

namespace ExtensibleWebhooks.Crds.Validation;

/// <summary>Runs the rules over several fields of one object: the C# twins of its CEL rules, then those that CEL cannot say.</summary>
internal static class FieldRules
{
    /// <param name="value">An object whose own parts are right.</param>
    public static void Check(JsonElement value, SchemaNode schema, string path, DiagnosticList diagnostics)
    {
        var crossField = CrossFieldRule.Of(schema.Source);
        if ((schema.Rules.Count == 0 && crossField.Count == 0) || Read(value, schema.Source, path, diagnostics) is not { } typed)
        {
            return;
        }

        foreach (var rule in schema.Rules.Where(rule => !Holds(rule, typed)))
        {
            diagnostics.Add(path, rule.Message);
        }

        foreach (var rule in crossField)
        {
            if (rule.Complaint(typed) is { } complaint)
            {
                diagnostics.Add($"{path}.{rule.Field}", complaint);
            }
        }
    }

    /// <summary>What CEL would answer, said in C#.</summary>
    private static bool Holds(CelRuleAttribute rule, object typed) =>
        typed.GetType().GetProperty(rule.Twin, BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(typed) is true;

    private static object? Read(JsonElement value, Type type, string path, DiagnosticList diagnostics)
    {
        try
        {
            return value.Deserialize(type, Json.Options);
        }
        catch (JsonException)
        {
            // The schema and the type disagree: that is ours to mend, and no reason to let the object pass.
            diagnostics.Add(path, "cannot be read");
            return null;
        }
    }
}
