using Acornima.Ast;
using Jint;
using Jint.Native;
using JintEngine = Jint.Engine;

namespace ExtensibleWebhooks.Engine.Functions.Globals;

/// <summary>Prelude.js, parsed once for all engines.</summary>
internal static class Prelude
{
    private static readonly Prepared<Script> Script = JintEngine.PrepareScript(Text(), "prelude", strict: true);

    public static void Run(JintEngine engine, HostObject host) => engine.Call(engine.Evaluate(Script), JsValue.Undefined, [host.ToScript()]);

    private static string Text()
    {
        using var stream = typeof(Prelude).Assembly.GetManifestResourceStream("Prelude.js") ?? throw new InvalidOperationException("Prelude.js is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
