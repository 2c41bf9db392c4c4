using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Mappings.Templates;

/// <summary>A text with placeholders <c>{{path}}</c> (<c>{{{path}}}</c> is the same). Missing and null give nothing, everything else JavaScript's text of it.</summary>
internal sealed class Template
{
    private readonly TemplatePiece[] _pieces;

    private Template(TemplatePiece[] pieces) => _pieces = pieces;

    public static Template Parse(string text) => new([.. TemplateParser.Parse(text)]);

    /// <summary>Appends the text, WTF-8.</summary>
    public void Append(in EventValue payload, ByteBuffer output)
    {
        foreach (var piece in _pieces)
        {
            if (piece.Path is null)
            {
                output.Append(piece.Text);
            }
            else if (piece.Path.Find(payload) is { IsMissingOrNull: false } value)
            {
                EventText.Append(value, output);
            }
        }
    }
}
