using System.Text.Encodings.Web;
using Fluid;
using Fluid.Ast;

namespace ExtensibleWebhooks.Engine.Liquid.Tags;

/// <summary>Runs statements one after the other. Nothing here waits for anything, so each is done when it returns.</summary>
internal static class StatementRunner
{
    /// <summary>Ends early at a break or a continue: outside of loops both end the template, as in the reference.</summary>
    public static Completion Run(IReadOnlyList<Statement> statements, TextWriter writer, TextEncoder encoder, TemplateContext context)
    {
        foreach (var statement in statements)
        {
            var task = statement.WriteToAsync(writer, encoder, context);
            // A statement that failed may hold the failure; none is ever under way.
            var completion = task.IsCompletedSuccessfully ? task.Result : task.AsTask().GetAwaiter().GetResult();
            if (completion != Completion.Normal)
            {
                return completion;
            }
        }

        return Completion.Normal;
    }
}
