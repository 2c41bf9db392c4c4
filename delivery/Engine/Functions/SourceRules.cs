using Acornima.Ast;
using ExtensibleWebhooks.Crds.Validation;

namespace ExtensibleWebhooks.Engine.Functions;

/// <summary>What a source may not hold although it is JavaScript, and what its top level names.</summary>
internal static class SourceRules
{
    private const int MaxReported = 10;

    public static IReadOnlyList<Diagnostic> Check(Script script, string path) =>
    [
        .. script.DescendantNodes()
            .Select(node => (node, Problem: ProblemOf(node)))
            .Where(found => found.Problem is not null)
            .Take(MaxReported)
            .Select(found => new Diagnostic(path, found.Problem ?? "", found.node.Location.Start.Line, found.node.Location.Start.Column + 1)),
    ];

    /// <summary>Functions, variables, and what is assigned to, at the top level.</summary>
    public static IReadOnlyList<Identifier> TopLevelNames(Script script) => [.. script.Body.SelectMany(NamesOf)];

    /// <summary>A BigInt's arithmetic takes longer than any limit looks, and JSON has none; a module cannot be loaded from anywhere; nothing may stand before the guard of templates.</summary>
    private static string? ProblemOf(Node node) => node switch
    {
        BigIntLiteral => "a BigInt is not available in insert functions: use a number or a text",
        ImportExpression => "import() is not available in insert functions: they are one source without modules",
        Identifier { Name: GuardedSource.Guard } => $"the name {GuardedSource.Guard} is taken: choose another",
        WithStatement => "with is not available in insert functions: name the object at each member",
        _ => null,
    };

    private static IEnumerable<Identifier> NamesOf(Statement statement) => statement switch
    {
        FunctionDeclaration { Id: { } name } => [name],
        VariableDeclaration variables => variables.Declarations.Select(variable => variable.Id).OfType<Identifier>(),
        ExpressionStatement { Expression: AssignmentExpression { Left: Identifier name } } => [name],
        _ => [],
    };
}
