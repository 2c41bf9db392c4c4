using System.Runtime.InteropServices;
using System.Text.Json;
using ExtensibleWebhooks.Crds.Validation;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Mappings;

namespace ExtensibleWebhooks.Engine.Requests;

/// <summary>Compiles the data of a mapping alone, for trying it out.</summary>
public static class DataCompiler
{
    /// <summary>Compiles any JSON value, with or without directives, or reports everything that is wrong with it. Throws nothing.</summary>
    /// <param name="data">What the user wrote; not undefined.</param>
    /// <param name="path">The field that holds it, for the diagnostics.</param>
    public static DataResult Compile(JsonElement data, string path = "data")
    {
        using var document = new EventDocument();
        if (document.Read(JsonMarshal.GetRawUtf8Value(data).ToArray()) is { } problem)
        {
            return new DataResult(null, [new Diagnostic(path, problem.Message)]);
        }

        var builder = new MappingBuilder();
        var node = builder.Build(document.Root, path);
        return builder.Diagnostics.Count == 0 ? new DataResult(new CompiledData(node), []) : new DataResult(null, builder.Diagnostics);
    }
}
