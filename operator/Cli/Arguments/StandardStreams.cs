using Microsoft.Win32.SafeHandles;

namespace ExtensibleWebhooks.Cli.Arguments;

/// <summary>What a command reads and writes as bytes.</summary>
/// <param name="Input">The standard input.</param>
/// <param name="Output">The standard output; writing to it fails when nobody reads it any more.</param>
/// <param name="IsTerminal">Whether a person reads the output.</param>
internal sealed record StandardStreams(Func<Stream> Input, Func<Stream> Output, bool IsTerminal)
{
    /// <summary>Those of the process.</summary>
    public static StandardStreams OfProcess() => new(Console.OpenStandardInput, OpenOutput, !Console.IsOutputRedirected);

    /// <summary>
    /// The console's own stream does not tell that a pipe is broken, and a program that nobody listens to would work on. A file never breaks, and is the console's to
    /// write, which keeps the position that the process shares with others.
    /// </summary>
    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? Console.OpenStandardOutput() : output;
    }
}
