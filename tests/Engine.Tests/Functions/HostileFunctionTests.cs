using System.Text;
using ExtensibleWebhooks.Engine.Events;
using ExtensibleWebhooks.Engine.Functions;

namespace ExtensibleWebhooks.Engine.Tests.Functions;

/// <summary>Whatever a function does, its call ends within its limits, is told as its outcome, and the next event is fine. The ceiling is only against hangs.</summary>
public class HostileFunctionTests
{
    private const string Time = "longer than its timeout";

    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(60);

    /// <summary>The body of a handler, and a part of the message that it ends with; "" where it depends on the machine which limit comes first.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { "while (true);", Time },
        { "for (;;) { try { for (;;); } finally { continue; } }", Time },
        { "try { for (;;); } catch { return event; }", Time },
        { "return new Promise(() => { for (;;); });", Time },
        { "const again = () => Promise.resolve().then(again); return again();", "" },
        { "const again = () => { Promise.resolve().then(again); Promise.resolve().then(again); }; again(); return event;", "" },
        { "return (async () => { for (;;) await 1; })();", "" },
        { "return Promise.resolve({ then(done) { done(this); } });", "" },
        { "return new Promise(() => { });", "never settled" },
        { "const list = []; for (;;) list.push({ list });", "" },
        { "const map = new Map(); for (let i = 0; ; i++) map.set(i, 'x'.repeat(1000));", "" },
        { "let s = 'x'.repeat(100000); for (;;) s = `${s}${s}`;", "" },
        { "let s = 'x'; for (let i = 0; i < 28; i++) s = s + s; return { s: s.charCodeAt(5) };", "allocated more than 64 MiB" },
        { $"const s = 'x'.repeat(4e6); return {{ s: (s{string.Concat(Enumerable.Repeat("+s", 100))}).charCodeAt(5) }};", "allocated more than 64 MiB" },
        { $"const s = 'x'.repeat(4e6); return {{ s: `{string.Concat(Enumerable.Repeat("${s}", 100))}`.charCodeAt(5) }};", "allocated more than 64 MiB" },
        { $"const s = 'x'.repeat(4e6); return {{ s: `${{`{string.Concat(Enumerable.Repeat("${s}", 100))}`}}`.length }};", "allocated more than 64 MiB" },
        { $"const s = 'x'.repeat(4e6); return {{ s: String.raw`{string.Concat(Enumerable.Repeat("${s}", 100))}`.charCodeAt(5) }};", "allocated more than 64 MiB" },
        { $"const s = 'x'.repeat(4e6); return {{ s: ''.concat({string.Concat(Enumerable.Repeat("s,", 100))} '').length }};", "a text of 400000000 is longer than" },
        { "return { s: 'x'.repeat(2 ** 28) };", "a text of 268435456 is longer than" },
        { "return { s: 'x'.padEnd(2 ** 28).length };", "a text of 268435456 is longer than" },
        { "return { s: Array(1000).fill('x'.repeat(100000)).join() };", "a text of" },
        { "return { s: 'x'.repeat(1e6).replaceAll('x', 'y'.repeat(1e6)) };", "a text of" },
        { "return { s: new Array(2 ** 32 - 1).fill(0) };", "an array has more than" },
        { "Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 0);", "a list of" },
        { "Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1);", "" },
        { "[...{ [Symbol.iterator]: () => ({ next: Object }) }];", "" },
        { "Promise.all({ [Symbol.iterator]: () => ({ next: Object }) });", "" },
        { "let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return { s: JSON.stringify(a) };", "" },
        { "let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return { s: String(a) };", "" },
        { "let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return { s: a.toLocaleString() };", "" },
        { "let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return { s: a.flat(60) };", "" },
        { "let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return { a };", "" },
        { "let a = {}; for (let i = 0; i < 500; i++) a = { a }; return a;", "nested deeper than 128" },
        { "const f = () => f() + 1; return f();", "called itself more than 256 times" },
        { "const o = { get a() { return this.a; } }; return o.a;", "called itself more than 256 times" },
        { "const p = new Proxy({}, { get: (target, key, self) => self[key] }); return p.x;", "" },
        { "const o = { toString() { return '' + this; } }; return '' + o;", "" },
        { "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return { s: String(a) };", "" },
        { "let a = {}; for (let i = 0; i < 1e5; i++) a = new Proxy(a, {}); return a.x;", "" },
        { "let o = {}; for (let i = 0; i < 1e5; i++) o = Object.create(o); return o.x.y;", "" },
        { "let o = {}; for (let i = 0; i < 1e5; i++) o = Object.create(o); o.x = 1; return 'y' in o ? event : o.y.z;", "" },
        { "let o = { get x() { throw new Error('end'); } }; for (let i = 0; i < 1e5; i++) o = Object.create(o); return o.x;", "" },
        { "let o = {}; for (let i = 0; i < 1e5; i++) o = Object.create(o); for (const key in o); throw new Error('end');", "" },
        { "let o = {}; const p = o; for (let i = 0; i < 1e5; i++) o = Object.create(o); return p instanceof Object && Object.prototype.isPrototypeOf.call(p, o) && event.a.b;", "" },
        { "let o = {}; for (let i = 0; i < 1e5; i++) o = Object.create(new Proxy(o, {})); return o.x.y;", "" },
        { "let f = function () { throw new Error('end'); }; for (let i = 0; i < 1e5; i++) f = f.bind(null); return f();", "" },
        { "let f = function () { throw new Error('end'); }; for (let i = 0; i < 1e5; i++) f = new Proxy(f, {}); return f();", "" },
        { "let f = function () { }; for (let i = 0; i < 1e5; i++) f = f.bind(null); return {} instanceof f || event.a.b;", "" },
        { "let C = class { constructor() { throw new Error('end'); } }; for (let i = 0; i < 1e4; i++) C = class extends C { }; return new C();", "" },
        { "let a = {}; for (let i = 0; i < 1e5; i++) a = { a }; return { s: JSON.stringify(a) };", "" },
        { "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return { s: JSON.stringify(a) };", "" },
        { "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return { s: a.flat(Infinity) };", "" },
        { "return { s: JSON.parse('['.repeat(1e5) + ']'.repeat(1e5)) };", "" },
        { "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return { s: a.toLocaleString() };", "" },
        { "return { m: new RegExp('('.repeat(1e5) + 'a' + ')'.repeat(1e5)).test('a') };", "" },
        { "return { m: new RegExp('(?:'.repeat(5e3) + 'a' + ')*'.repeat(5e3)).test('a'.repeat(1e4) + 'b'), x: event.a.b };", "" },
        { "return { m: new RegExp('(?=' .repeat(1e5) + 'a' + ')'.repeat(1e5)).test('a'), x: event.a.b };", "" },
        { "return { m: new RegExp('[' .repeat(1e5)).test('a') };", "" },
        { "const s = 'a'.repeat(1e5); return { m: /^(?:a|b)*$/.test(s), x: event.a.b };", "" },
        { "const o = { set a(v) { this.a = v; } }; o.a = 1;", "called itself more than 256 times" },
        { "const o = { get a() { return Reflect.get(this, 'b'); }, get b() { return Reflect.get(this, 'a'); } }; return o.a;", "" },
        { "const o = { [Symbol.toPrimitive]() { return +this; } }; return +o;", "" },
        { "const o = { toJSON() { return JSON.stringify(this); } }; return { s: JSON.stringify(o) };", "" },
        { "const a = [3, 2, 1]; const by = () => a.sort(by); a.sort(by);", "" },
        { "const by = () => 'aa'.replace(/a/, by); return { s: by() };", "" },
        { "const it = { [Symbol.iterator]() { return [...this]; } }; return [...it];", "" },
        { "const p = new Proxy({}, { getPrototypeOf() { return Object.getPrototypeOf(p); } }); return Object.getPrototypeOf(p);", "" },
        { "const o = {}; const p = new Proxy(o, {}); Object.setPrototypeOf(o, p); return p.x;", "" },
        { "let e = new Error('x'); for (let i = 0; i < 1e5; i++) e = new Error('x', { cause: e }); throw e;", "" },
        { "let p = Promise.resolve(1); for (let i = 0; i < 1e5; i++) { const q = p; p = { then(done) { q.then(done); } }; } return p.then(() => { throw new Error('end'); });", "" },
        { "let s = event; for (let i = 0; i < 1e5; i++) s = { ...s, s }; return s;", "" },
        { "return { m: /^(a+)+$/.test('a'.repeat(40) + 'b') };", "a regular expression took longer than" },
        { "for (;;) try { /(x+x+)+y/.test('x'.repeat(60)); } catch { }", "a regular expression took longer than" },
        { "return { s: 'x'.repeat(3e6) };", "1 MiB" },
        { "return { toJSON() { for (;;); } };", Time },
        { "return { get a() { for (;;); } };", Time },
        { "return new Proxy({}, { ownKeys() { for (;;); } });", Time },
        { "throw { get name() { for (;;); } };", "cannot be read" },
        { "return new Proxy({}, { ownKeys() { throw new Error('trap'); } });", "Error: trap" },
        { "return { get a() { throw new Error('trap'); } };", "Error: trap" },
        { "return { type: 'track', a: new ShadowRealm() };", "ShadowRealm is not defined" },
        { "return BigInt(1) ** BigInt(1e9);", "BigInt is not defined" },
        { "Atomics.wait(1);", "Atomics is not defined" },
        { "return System.IO.File.ReadAllText('/etc/passwd');", "System is not defined" },
        { "return importNamespace('System');", "importNamespace is not defined" },
        { "return event.GetType().Assembly;", "" },
        { "return (() => { }).constructor('return this')();", "String compilation has been disabled" },
        { "return Reflect.construct(Object.getPrototypeOf(async () => { }).constructor, ['return 1'])();", "String compilation has been disabled" },
        { "return new Uint8Array(2 ** 31 - 1).fill(1).length;", "" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Function_ThatIsHostile_EndsWithinItsLimits_AndTheNextEventIsFine(string body, string message)
    {
        var pool = PoolOf($"function onTrack(event) {{ if (!event.hostile) return event; {body} }}");

        var outcome = await Task.Run(() => pool.Run(Read("""{"type":"track","hostile":true}""")), TestContext.Current.CancellationToken)
            .WaitAsync(Ceiling, TestContext.Current.CancellationToken);

        Assert.True(outcome.Verdict is FunctionVerdict.Failed or FunctionVerdict.TimedOut, outcome.Verdict.ToString());
        Assert.Contains(message, outcome.Message, StringComparison.Ordinal);
        Assert.True(message.Length == 0 || (message == Time) == (outcome.Verdict == FunctionVerdict.TimedOut), outcome.Verdict.ToString());
        Assert.Equal("""{"type":"track","next":1}""", Next(pool, """{"type":"track","next":1}"""));
    }

    /// <summary>A text that is put together is not copied before it is looked at: the limit has to come before, or one call takes all of the worker's memory.</summary>
    [Theory]
    [InlineData("let s = 'x'; for (let i = 0; i < 28; i++) s = s + s; return { s: s.charCodeAt(5) };")]
    [InlineData("const s = 'x'.repeat(4e6); return { s: `${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}${s}`.charCodeAt(5) };")]
    [InlineData("let s = 'x'.repeat(4e6); s = ''.concat(s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s); return { s: s.charCodeAt(5) };")]
    public void Function_ThatPutsAHugeTextTogether_NeverHasIt(string body)
    {
        var pool = PoolOf($"function onTrack(event) {{ {body} }}", Ceiling);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(FunctionVerdict.Failed, pool.Run(Read("""{"type":"track"}""")).Verdict);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * FunctionLimits.MaxAllocatedBytes);
    }

    [Theory]
    [InlineData("Object.prototype.polluted = 1; Object.prototype.toJSON = () => 'gone'; throw new Error('x');")]
    [InlineData("Array.prototype.join = null; JSON.stringify = null; Promise.prototype.then = null; throw new Error('x');")]
    [InlineData("Object.defineProperty(Object.prototype, 'type', { set() { throw 1; } }); Object.freeze(Array.prototype); for (;;);")]
    [InlineData("globalThis.onTrack = null; Error.prototype.name = 'DropEvent'; throw new TypeError('x');")]
    public void Function_ThatChangesBuiltIns_AndFails_LeavesNothingBehind(string body)
    {
        var pool = PoolOf($"async function onTrack(event) {{ if (!event.hostile) {{ event.a = [1, {{}}]; return event; }} {body} }}");

        Assert.Equal("", pool.Run(Read("""{"type":"track","hostile":true}""")).Console);

        Assert.Equal("""{"type":"track","a":[1,{}]}""", Next(pool, """{"type":"track"}"""));
    }

    [Fact]
    public void Function_ThatChangesBuiltIns_AndReturns_MeetsThemAgain()
    {
        // As in Segment: what a function does to its own world stays there while its engine does. It hurts itself only.
        var pool = PoolOf("async function onTrack(event) { event.n = [].x; Array.prototype.x = 1; return event; }", Ceiling);

        Assert.Equal("""{"type":"track"}""", FunctionCaseTests.TextOf(pool.Run(Read("""{"type":"track"}""")).Event));
        Assert.Equal("""{"type":"track","n":1}""", FunctionCaseTests.TextOf(pool.Run(Read("""{"type":"track"}""")).Event));
    }

    [Fact]
    public async Task Source_WhoseTopLevelTakesForEver_IsRefusedWhenCompiled()
    {
        const string source = "const s = 'a'.repeat(4e6); for (let i = 0; i < 200000; i++) s.indexOf('aab'); function onTrack(event) { return event; }";

        var compiled = await Task.Run(() => FunctionCompiler.Compile(source, time: new HurryingClock()), TestContext.Current.CancellationToken).WaitAsync(Ceiling, TestContext.Current.CancellationToken);

        Assert.False(compiled.IsCompiled);
        Assert.Contains(Time, Assert.Single(compiled.Diagnostics).Message, StringComparison.Ordinal);
    }

    /// <summary>What runs is the source with its guards, which are deeper than it is: at some depth only they are too deep.</summary>
    [Theory]
    [InlineData("(event + ", ")")]
    [InlineData("`${", "}`")]
    [InlineData("(event.a += ", ")")]
    [InlineData("[", "]")]
    [InlineData("(() => ", ")()")]
    [InlineData("f(", ")")]
    [InlineData("!", "")]
    public void Source_OfAnyDepth_IsCompiledOrRefused(string open, string close) => Assert.All(Enumerable.Range(1, 270), depth =>
    {
        var nested = $"{string.Concat(Enumerable.Repeat(open, depth))}1{string.Concat(Enumerable.Repeat(close, depth))}";

        var compiled = FunctionCompiler.Compile($"const f = x => x; function onTrack(event) {{ return {nested}; }}");

        Assert.NotEqual(compiled.IsCompiled, compiled.Diagnostics.Count > 0);
    });

    [Theory]
    [InlineData("const k = []; function onTrack(e) { k.push(new Array(1e5).fill(0)); return e; }", 500)]
    [InlineData("const k = []; function onTrack(e) { k.push(new Array(1e5).fill(0)); throw new DropEvent('x'); }", 500)]
    [InlineData("const k = []; function onTrack(e) { k.push('x'.repeat(4e6) + k.length); k[k.length - 1].charCodeAt(1); return e; }", 60)]
    public void Function_ThatHoardsInAGlobal_LosesItBeforeTheWorkerDoes(string source, int calls)
    {
        var pool = PoolOf(source, Ceiling);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var call = 0; call < calls; call++)
        {
            var outcome = pool.Run(Read("""{"type":"track"}"""));
            Assert.True(outcome.Verdict is FunctionVerdict.Returned or FunctionVerdict.Dropped, outcome.Detail);
        }

        // Other tests of this process hold memory too, but none as much; without a bound it would be 400 MB.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 3 * FunctionLimits.MaxEngineBytes);
        GC.KeepAlive(pool);
    }

    [Fact]
    public void Global_OfAFunctionThatIsCalledOften_BeginsAnew()
    {
        var pool = PoolOf("let n = 0; function onTrack() { return { n: ++n }; }", Ceiling);

        var counts = Enumerable.Range(0, FunctionLimits.MaxEngineCalls + 1).Select(_ => pool.Run(Read("""{"type":"track"}""")).Event?.Root.Member("n"u8).GetNumber());

        Assert.Contains(1d, counts.Skip(1));
    }

    [Fact]
    public void Console_OfALoop_IsCutAtItsBound()
    {
        var pool = PoolOf("function onTrack(event) { for (let i = 0; i < 5000; i++) console.log('é' + i); return event; }", Ceiling);

        var console = pool.Run(Read("""{"type":"track"}""")).Console;

        Assert.InRange(Encoding.UTF8.GetByteCount(console), FunctionLimits.MaxConsoleBytes - 4, FunctionLimits.MaxConsoleBytes + 64);
        Assert.EndsWith("(the rest is left out)", console, StringComparison.Ordinal);
    }

    /// <summary>The next event's result. On a machine that is busy with other things even a short call may be timed out; then it comes again, as in a lane.</summary>
    private static string Next(FunctionPool pool, string json)
    {
        var outcome = pool.Run(Read(json));
        for (var again = 0; again < 20 && outcome.Verdict == FunctionVerdict.TimedOut; again++)
        {
            outcome = pool.Run(Read(json));
        }

        Assert.True(outcome.Verdict == FunctionVerdict.Returned, outcome.Detail);
        return FunctionCaseTests.TextOf(outcome.Event);
    }

    private static FunctionPool PoolOf(string source, TimeSpan? timeout = null)
    {
        var compiled = FunctionCompiler.Compile(source);
        Assert.True(compiled.IsCompiled, string.Join("\n", compiled.Diagnostics));
        return new FunctionPool(compiled.Function, FunctionSettings.None, timeout ?? Timeout, TimeProvider.System);
    }

    private static EventDocument Read(string json)
    {
        var result = EventDocument.Parse(Encoding.UTF8.GetBytes(json));
        Assert.True(result.IsRead);
        return result.Document;
    }

    /// <summary>A second goes by whenever it is looked at.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _ticks, TimeSpan.TicksPerSecond);
    }
}
