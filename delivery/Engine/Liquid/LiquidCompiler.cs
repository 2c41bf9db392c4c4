using ExtensibleWebhooks.Engine.Liquid.Syntax;

namespace ExtensibleWebhooks.Engine.Liquid;

/// <summary>Compiles templates by liquidjs's rules, as far as the reference allows them.</summary>
internal static class LiquidCompiler
{
    /// <summary>A template, or what is wrong with the text; never both. Throws nothing.</summary>
    public static (LiquidTemplate? Template, IReadOnlyList<LiquidProblem> Problems) Compile(string text)
    {
        var problems = new LiquidProblems(text);
        if (text.Length > LiquidLimits.MaxTemplate)
        {
            problems.Add(LiquidLimits.MaxTemplate, $"The template has {text.Length} characters; at most {LiquidLimits.MaxTemplate} are possible.");
            return (null, problems.All);
        }

        LiquidOutline.Check(text, problems);
        if (problems.All.Count > 0)
        {
            return (null, problems.All);
        }

        var template = Parse(text, problems);
        return problems.All.Count > 0 ? (null, problems.All) : (template, []);
    }

    private static LiquidTemplate? Parse(string text, LiquidProblems problems)
    {
        var context = new LiquidParseContext(text, problems);
        try
        {
            if (LiquidGrammar.Shared.Grammar.TryParse(context, out var statements, out var error) && context.Scanner.Cursor.Eof)
            {
                return new LiquidTemplate(statements);
            }

            problems.Add(context.Scanner.Cursor.Offset, error?.Message ?? "This is not understood; the tags before it and around it may say why.");
        }
        catch (LiquidSyntaxException problem)
        {
            problems.Add(problem.Offset, problem.Message);
        }
        catch (Fluid.ParseException problem)
        {
            problems.Add(context.Scanner.Cursor.Offset, problem.Message);
        }

        return null;
    }
}
