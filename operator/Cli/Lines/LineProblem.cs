using System.Text.Json;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Functions;
using ExtensibleWebhooks.Engine.Requests;

namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>Why a line has no answer.</summary>
/// <param name="Kind">Line, Compile, Event, the verdict of a function, or the kind of a <see cref="RenderError"/>.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Diagnostics">What does not compile, one by one.</param>
internal sealed record LineProblem(string Kind, string Message, IReadOnlyList<Diagnostic> Diagnostics)
{
    public static LineProblem OfLine(string message) => new("Line", message, []);

    public static LineProblem Of(RenderError error) => new(error.Kind.ToString(), error.Message, []);

    public static LineProblem Of(IReadOnlyList<Diagnostic> diagnostics) => new("Compile", string.Join("; ", diagnostics), diagnostics);

    /// <summary>Of a function that gave no event.</summary>
    public static LineProblem Of(FunctionOutcome outcome) => new(outcome.Verdict.ToString(), outcome.Detail, []);

    /// <summary>Writes the member <c>error</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("error");
        writer.WriteString("kind", Kind);
        writer.WriteString("message", Message);
        if (Diagnostics.Count > 0)
        {
            writer.WritePropertyName("problems");
            JsonSerializer.Serialize(writer, Diagnostics.Select(diagnostic => new { Field = diagnostic.Path, diagnostic.Line, diagnostic.Column, diagnostic.Message }), Crds.Json.Options);
        }

        writer.WriteEndObject();
    }
}
