using System.Reflection;
using ExtensibleWebhooks.Crds;
using ExtensibleWebhooks.Crds.Schema;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Crds.Schema;

public class CustomResourceDefinitionTests
{
    /// <summary>kubectl apply keeps a copy in an annotation, which may hold 256 KiB; two thirds of it leaves room to grow.</summary>
    private const int MaxBytes = 200_000;

    private static readonly XmlDescriptions Descriptions = XmlDescriptions.Load();

    public static TheoryData<string> KindNames => [.. Kinds.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(KindNames))]
    public void File_InTheTree_IsWhatTheTypesSay(string name)
    {
        var kind = KindOf(name);

        var rendered = CustomResourceDefinition.Render(kind, Descriptions);

        var committed = File.ReadAllText(RepositoryRoot.At("crds", CustomResourceDefinition.FileNameOf(kind)));
        Assert.True(rendered == committed, $"crds/{CustomResourceDefinition.FileNameOf(kind)} is stale: run `make crds` and commit what it writes");
        Assert.InRange(rendered.Length, 1, MaxBytes);
    }

    [Theory]
    [MemberData(nameof(KindNames))]
    public void Field_OfAKind_HasADescriptionThatIsASentence(string name)
    {
        var silent = Fields(KindOf(name))
            .Where(field => field.Schema.Description is not { Length: > 10 } text || !text.EndsWith('.'))
            .Select(field => $"{field.Path}: '{field.Schema.Description}'");

        Assert.Empty(silent);
    }

    [Theory]
    [MemberData(nameof(KindNames))]
    public void Field_OfASpec_IsBounded(string name)
    {
        var unbounded = Fields(KindOf(name))
            .Where(field => field.Path.StartsWith("spec.", StringComparison.Ordinal))
            .SelectMany(field => field.Schema.Each is { } each ? [field, ($"{field.Path}[]", each)] : new[] { field })
            .Where(field => !IsBounded(field.Schema))
            .Select(field => field.Path);

        Assert.Empty(unbounded);
    }

    [Theory]
    [MemberData(nameof(KindNames))]
    public void CelRule_OfAType_HasATwinInCSharp(string name)
    {
        var alone = from field in Fields(KindOf(name))
                    from rule in field.Schema.Rules
                    where field.Schema.Source.GetProperty(rule.Twin, BindingFlags.Instance | BindingFlags.NonPublic)?.PropertyType != typeof(bool)
                    select $"{field.Path}: {rule.Rule}";

        Assert.Empty(alone);
    }

    private static Kind KindOf(string name) => Assert.Single(Kinds.All, kind => kind.Name == name);

    private static bool IsBounded(SchemaNode schema) => schema.Type switch
    {
        SchemaType.Text => schema.Length is not null || schema.Allowed.Count > 0 || schema.Format == "date-time",
        SchemaType.WholeNumber or SchemaType.Number => schema.Range is not null,
        SchemaType.List or SchemaType.Map => schema.Count is not null,
        _ => true,
    };

    private static IEnumerable<(string Path, SchemaNode Schema)> Fields(Kind kind) =>
        FieldsOf("", new SchemaReader(Descriptions.Describe).Read(kind.Type)).Where(field => !field.Path.StartsWith("metadata.", StringComparison.Ordinal));

    private static IEnumerable<(string Path, SchemaNode Schema)> FieldsOf(string path, SchemaNode node) =>
        node.Members.Concat(node.Each?.Members ?? []).SelectMany(member =>
        {
            var at = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            return FieldsOf(at, member.Schema).Prepend((at, member.Schema));
        });
}
