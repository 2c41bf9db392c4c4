using System.Text;

namespace ExtensibleWebhooks.Engine.Functions.Globals;

/// <summary>What one call writes with console.*: the first <see cref="FunctionLimits.MaxConsoleBytes"/> of it.</summary>
internal sealed class ConsoleCapture
{
    private const string Cut = "… (the rest is left out)";

    private readonly StringBuilder _lines = new();
    private int _bytes;

    public void Clear()
    {
        _lines.Clear();
        _bytes = 0;
    }

    public void Write(string line)
    {
        if (_bytes > FunctionLimits.MaxConsoleBytes)
        {
            return;
        }

        if (_lines.Length > 0)
        {
            line = "\n" + line;
        }

        var room = FunctionLimits.MaxConsoleBytes - _bytes;
        _bytes += Encoding.UTF8.GetByteCount(line);
        _lines.Append(_bytes <= FunctionLimits.MaxConsoleBytes ? line : Start(line, room) + Cut);
    }

    public override string ToString() => _lines.ToString();

    /// <summary>As many characters as so many bytes hold.</summary>
    private static string Start(string line, int bytes)
    {
        Encoding.UTF8.GetEncoder().Convert(line, new byte[Math.Max(4, bytes)], flush: false, out var used, out _, out _);
        return line[..used];
    }
}
