namespace ExtensibleWebhooks.Cli.Lines;

/// <summary>Reads lines in chunks, as many as are there and never waiting for more: whoever writes one line and waits gets its answer.</summary>
internal sealed class LineReader(Stream input)
{
    /// <summary>More than an event of the largest size with its mapping; a line beyond it is dropped, and told of.</summary>
    public const int MaxLineBytes = 8 * 1024 * 1024;

    private const int InitialBytes = 64 * 1024;

    private byte[] _buffer = new byte[InitialBytes];
    private int _length;
    private int _searched;

    /// <summary>Null at the end.</summary>
    /// <exception cref="IOException">The input cannot be read.</exception>
    public async Task<LineChunk?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_buffer.AsSpan(_searched, _length - _searched).LastIndexOf((byte)'\n') is var end and >= 0)
            {
                return Take(_searched + end + 1);
            }

            _searched = _length;
            if (_length == MaxLineBytes)
            {
                await DropLineAsync(cancellationToken);
                return LineChunk.TooLong;
            }

            if (_length == _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, MaxLineBytes));
            }

            if (await FillAsync(cancellationToken) == 0)
            {
                return _length == 0 ? null : Take(_length);
            }
        }
    }

    /// <summary>A console or a pipe does not let go of a read that is cancelled: it is left behind.</summary>
    private async Task<int> FillAsync(CancellationToken cancellationToken)
    {
        var read = await input.ReadAsync(_buffer.AsMemory(_length), CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        _length += read;
        return read;
    }

    /// <summary>Goes on behind the next line end.</summary>
    private async Task DropLineAsync(CancellationToken cancellationToken)
    {
        int end;
        do
        {
            (_length, _searched) = (0, 0);
            if (await FillAsync(cancellationToken) == 0)
            {
                return;
            }

            end = _buffer.AsSpan(0, _length).IndexOf((byte)'\n');
        }
        while (end < 0);

        Take(end + 1);
    }

    /// <summary>The first bytes; what is left moves to the front.</summary>
    private LineChunk Take(int count)
    {
        var chunk = new LineChunk(_buffer[..count], IsTooLong: false);
        var rest = _buffer.AsSpan(count, _length - count);
        var next = _buffer.Length > InitialBytes && rest.Length < InitialBytes ? new byte[InitialBytes] : _buffer;
        rest.CopyTo(next);
        (_buffer, _length, _searched) = (next, rest.Length, 0);
        return chunk;
    }
}
