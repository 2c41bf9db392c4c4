using System.Diagnostics;
using System.Text;

namespace ExtensibleWebhooks.Engine.Tests.Generators;

/// <summary>JavaScript itself, to compare with. Tests that need it are skipped, with the reason, where it is not installed.</summary>
internal static class Node
{
    private static readonly TimeSpan HangCeiling = TimeSpan.FromMinutes(2);

    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Select(folder => System.IO.Path.Combine(folder, "node"))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs a function body of <c>line</c> over each line and returns what it gives, a line each.</summary>
    public static async Task<IReadOnlyList<string>> MapAsync(string body, IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(Path is null, "node is not installed");
        var script = $"const f=line=>{{{body}}};const t=require('fs').readFileSync(0,'utf8').split('\\n');t.pop();process.stdout.write(t.map(f).join('\\n')+'\\n')";
        var start = new ProcessStartInfo(Path, ["-e", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = Encoding.UTF8 };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        using var ceiling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ceiling.CancelAfter(HangCeiling);

        var output = process.StandardOutput.ReadToEndAsync(ceiling.Token);
        foreach (var line in lines)
        {
            await process.StandardInput.WriteAsync((line + "\n").AsMemory(), ceiling.Token);
        }

        process.StandardInput.Close();
        var text = await output;
        await process.WaitForExitAsync(ceiling.Token);
        Assert.Equal(0, process.ExitCode);
        return text.TrimEnd('\n').Split('\n');
    }
}
