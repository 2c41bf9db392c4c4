namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>Lines that were there at once.</summary>
/// <param name="Bytes">Whole lines, the last perhaps without its line end.</param>
/// <param name="IsTooLong">The chunk stands for one line that was too long to be kept; there are no bytes.</param>
internal sealed record LineChunk(byte[] Bytes, bool IsTooLong)
{
    public static LineChunk TooLong { get; } = new([], IsTooLong: true);
}
