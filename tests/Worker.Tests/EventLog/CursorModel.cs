using System.Globalization;
using CsCheck;
using ExtensibleWebhooks.Worker.EventLog;

namespace ExtensibleWebhooks.Worker.Tests.EventLog;

/// <summary>A lane's cursor against a list and two numbers: what was read, and what was committed.</summary>
internal sealed class CursorModel : IDisposable
{
    private readonly IEventLogHarness _harness;
    private readonly string _lane;
    private readonly CancellationToken _ending;
    private readonly List<string> _appended = [];

    /// <summary>Of what this cursor has handed out: by their place among those that were appended.</summary>
    private readonly Dictionary<int, LogPosition> _handedOut = [];
    private ILogCursor? _cursor;
    private int _read;
    private int _committed;

    public CursorModel(IEventLogHarness harness, string lane, CancellationToken ending)
    {
        _harness = harness;
        _lane = lane;
        _ending = ending;
    }

    public static Gen<(Act Act, int Number)[]> Steps { get; } = Gen.Select(
        Gen.Frequency((6, Gen.Const(Act.Append)), (8, Gen.Const(Act.Read)), (6, Gen.Const(Act.Commit)), (2, Gen.Const(Act.Reopen)), (1, Gen.Const(Act.Restart)), (1, Gen.Const(Act.Remove))),
        Gen.Int[1, 6]).Array[1, 40];

    internal enum Act
    {
        /// <summary>So many events are appended.</summary>
        Append,

        /// <summary>At most so many are read.</summary>
        Read,

        /// <summary>One of those that were handed out is committed, and all before it; not always the last, and not always one that is later than before.</summary>
        Commit,

        /// <summary>The lane begins again.</summary>
        Reopen,

        /// <summary>The process does.</summary>
        Restart,

        /// <summary>The lane is forgotten, and opened as one that is new.</summary>
        Remove,
    }

    private ILogCursor Cursor => _cursor ?? throw new InvalidOperationException("Not open.");

    public async Task RunAsync((Act Act, int Number)[] steps)
    {
        await OpenAsync();
        foreach (var (act, number) in steps)
        {
            await DoAsync(act, number);
            Assert.Equal(_appended.Count - _committed, (await Cursor.GetLagAsync(_ending)).Events);
        }

        while (_read < _appended.Count)
        {
            await ReadAsync(3);
        }
    }

    public void Dispose() => _cursor?.Dispose();

    private async Task DoAsync(Act act, int number)
    {
        switch (act)
        {
            case Act.Append:
                var ids = Enumerable.Range(_appended.Count, number).Select(index => string.Create(CultureInfo.InvariantCulture, $"{_lane}/{index}")).ToList();
                await _harness.Log.AppendOkAsync(Batches.Of(ids), _ending);
                _appended.AddRange(ids);
                break;
            case Act.Read when _read < _appended.Count:
                await ReadAsync(number);
                break;
            case Act.Commit when _handedOut.Count > 0:
                var place = _handedOut.Keys.Max() - (number % _handedOut.Count);
                Assert.True((await Cursor.CommitAsync(_handedOut[place], _ending)).IsDurable);
                _committed = Math.Max(_committed, place + 1);
                break;
            case Act.Reopen:
                await OpenAsync();
                break;
            case Act.Restart:
                Cursor.Dispose();
                await _harness.RestartAsync();
                await OpenAsync();
                break;
            case Act.Remove:
                Cursor.Dispose();
                Assert.True((await _harness.Log.RemoveCursorAsync(_lane, _ending)).IsDurable);
                _committed = _appended.Count;
                await OpenAsync();
                break;
        }
    }

    private async Task OpenAsync()
    {
        _cursor?.Dispose();
        _cursor = await _harness.Log.OpenCursorAsync(_lane, CursorStart.Newest, _ending) ?? throw new InvalidOperationException("Its beginning did not become durable.");
        _read = _committed;
        _handedOut.Clear();
    }

    private async Task ReadAsync(int most)
    {
        var slice = await Cursor.ReadAsync(most, _ending);
        Assert.InRange(slice.Events.Count, 1, most);
        Assert.Equal(0, slice.Missed);
        foreach (var entry in slice.Events)
        {
            Assert.Equal(_appended[_read], Batches.IdOf(entry));
            _handedOut[_read++] = entry.Position;
        }
    }
}
