namespace ExtensibleWebhooks.Engine.Mappings.Directives;

/// <summary>The directives by name.</summary>
internal static class DirectiveTable
{
    private static readonly Dictionary<string, DirectiveCompiler> Compilers = new()
    {
        ["@path"] = PathDirective.Compile,
        ["@template"] = TemplateDirective.Compile,
        ["@literal"] = LiteralDirective.Compile,
        ["@if"] = IfDirective.Compile,
        ["@arrayPath"] = ArrayPathDirective.Compile,
        ["@case"] = CaseDirective.Compile,
        ["@replace"] = ReplaceDirective.Compile,
        ["@json"] = JsonDirective.Compile,
        ["@flatten"] = FlattenDirective.Compile,
        ["@merge"] = MergeDirective.Compile,
        ["@transform"] = TransformDirective.Compile,
        ["@excludeWhenNull"] = ExcludeWhenNullDirective.Compile,
        ["@liquid"] = LiquidDirective.Compile,
    };

    public static IEnumerable<string> Names => Compilers.Keys;

    public static DirectiveCompiler? Find(string name) => Compilers.GetValueOrDefault(name);
}
