using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Liquid.Tags;
using ExtensibleWebhooks.Engine.Text;
using Fluid;
using Fluid.Ast;

namespace ExtensibleWebhooks.Engine.Liquid;

/// <summary>A template that is ready for events. Any number of threads may share it.</summary>
internal sealed class LiquidTemplate(IReadOnlyList<Statement> statements)
{
    /// <summary>Appends what the template gives for the payload, WTF-8; returns null, or why it gives nothing. Throws nothing for any payload.</summary>
    /// <param name="payload">Where the template's names are looked up.</param>
    /// <param name="received">When the event came, as its text; missing if it does not say.</param>
    /// <param name="output">Where to; untouched after a failure.</param>
    public string? Render(in EventValue payload, in EventValue received, ByteBuffer output)
    {
        var scope = new LiquidScope(payload, received);
        using var text = new LiquidOutput(scope.Budget);
        try
        {
            StatementRunner.Run(statements, text, NullEncoder.Default, new LiquidContext(scope));
        }
        catch (LiquidFailure failure)
        {
            return failure.Message;
        }

        Wtf8.Append(text.Written, output);
        return null;
    }
}
