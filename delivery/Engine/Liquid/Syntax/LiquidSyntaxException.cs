namespace ExtensibleWebhooks.Engine.Liquid.Syntax;

/// <summary>Where reading a template ends. It crosses Fluid's parser, which has no other way out; <see cref="LiquidCompiler.Compile"/> makes a problem of it.</summary>
internal sealed class LiquidSyntaxException(int offset, string message) : Exception(message)
{
    public int Offset => offset;
}
