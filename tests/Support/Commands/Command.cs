using System.ComponentModel;
using System.Diagnostics;

namespace ExtensibleWebhooks.Support.Commands;

/// <summary>A program with its arguments, run to its end.</summary>
public sealed record Command(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Of standard error, where it was shown as it came.</summary>
    private const int ShownLines = 20;

    /// <summary>Added to this process's own environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Written to the program's standard input, which is then closed.</summary>
    public string Input { get; init; } = "";

    /// <summary>True: standard error goes to this process's own as it comes, for a person to follow; <see cref="CommandResult.Error"/> has its last lines.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Runs the program; a cancelled run is killed with its children.</summary>
    /// <exception cref="InvalidOperationException">The program is not there.</exception>
    public async Task<CommandResult> TryRunAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = ReadErrorAsync(process, cancellationToken);
            await WriteInputAsync(process, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new CommandResult(process.ExitCode, (await output).TrimEnd('\n'), (await error).TrimEnd('\n'));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Runs the program and returns its standard output.</summary>
    /// <exception cref="InvalidOperationException">The program is not there, or ended with a code other than zero: the message holds what it wrote.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var result = await TryRunAsync(cancellationToken);
        return result.Succeeded
            ? result.Output
            : throw new InvalidOperationException($"'{this}' ended with code {result.ExitCode}:\n{result.Error}\n{result.Output}".TrimEnd());
    }

    public override string ToString() => string.Join(' ', [Path.GetFileName(Program), .. Arguments]);

    private Process Start()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"'{Program}' did not start");
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException($"'{Program}' cannot be run: {error.Message}", error);
        }
    }

    private async Task WriteInputAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(Input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading it all; its exit code says whether that was wrong.
        }
    }

    private async Task<string> ReadErrorAsync(Process process, CancellationToken cancellationToken)
    {
        if (!ShowsProgress)
        {
            return await process.StandardError.ReadToEndAsync(cancellationToken);
        }

        var last = new Queue<string>();
        while (await process.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            await Console.Error.WriteLineAsync(line.AsMemory(), cancellationToken);
            last.Enqueue(line);
            if (last.Count > ShownLines)
            {
                last.Dequeue();
            }
        }

        return string.Join('\n', last);
    }
}
