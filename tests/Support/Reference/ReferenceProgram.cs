using System.Diagnostics;
using System.Text;
using ExtensibleWebhooks.Support.Commands;

namespace ExtensibleWebhooks.Support.Reference;

/// <summary>
/// What Segment publishes, answering questions: a program of tests/Benchmarks/reference on its packages. One JSON object a line in both directions, in the same order.
/// </summary>
public sealed class ReferenceProgram : IDisposable
{
    private static readonly string Folder = RepositoryRoot.At("tests", "Benchmarks", "reference");
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Process _process;

    private ReferenceProgram(Process process) => _process = process;

    /// <summary>Installs what is missing, Node.js too. The reason why that is not possible here, for a test to skip with; null where it is there.</summary>
    public static async Task<string?> WhyNotHereAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "the reference's packages are installed by a shell script for Debian";
        }

        var result = await new Command(Path.Combine(Folder, "install")).TryRunAsync(cancellationToken);
        return result.Succeeded ? null : result.Error;
    }

    /// <param name="script">A file of the folder, such as answer.mjs.</param>
    /// <param name="arguments">The script's.</param>
    public static ReferenceProgram Start(string script, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = Encoding,
            StandardOutputEncoding = Encoding,
        };
        return new ReferenceProgram(Process.Start(start) ?? throw new InvalidOperationException("node did not start"));
    }

    /// <summary>An answer for each question.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(IReadOnlyList<string> questions, CancellationToken cancellationToken)
    {
        var asking = WriteAsync(questions, cancellationToken);
        var answers = new List<string>(questions.Count);
        while (answers.Count < questions.Count)
        {
            answers.Add(await _process.StandardOutput.ReadLineAsync(cancellationToken)
                ?? throw new InvalidOperationException($"the reference ended after {answers.Count} of {questions.Count} answers; the question was {questions[answers.Count]}"));
        }

        await asking;
        return answers;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task WriteAsync(IReadOnlyList<string> questions, CancellationToken cancellationToken)
    {
        foreach (var question in questions)
        {
            await _process.StandardInput.WriteAsync((question + "\n").AsMemory(), cancellationToken);
        }

        await _process.StandardInput.FlushAsync(cancellationToken);
    }
}
