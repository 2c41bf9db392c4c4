using System.Globalization;

namespace ExtensibleWebhooks.Benchmarks.Engine;

/// <summary>What one operation costs on one thread: the best of many short rounds, since a busy machine only ever adds time; allocations are exact.</summary>
/// <param name="Nanoseconds">An operation.</param>
/// <param name="Bytes">Allocated by an operation.</param>
internal sealed record Measurement(double Nanoseconds, double Bytes)
{
    private const int Rounds = 150;
    private const int WarmUp = 200_000;
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(10);

    public double PerSecond => 1e9 / Nanoseconds;

    public static Measurement Of(Action operation, TimeProvider time)
    {
        var count = Calibrate(operation, time);
        var best = double.PositiveInfinity;
        var bytes = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var elapsed = Time(operation, count, time);
            bytes = Math.Min(bytes, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / count);
            best = Math.Min(best, elapsed.TotalNanoseconds / count);
        }

        return new Measurement(best, bytes);
    }

    public Measurement Print(TextWriter output, string name)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} {PerSecond,12:N0} /s {Nanoseconds,9:N0} ns {Bytes,7:N0} B"));
        return this;
    }

    private static int Calibrate(Action operation, TimeProvider time)
    {
        // Long enough for the compiler's second tier.
        Time(operation, WarmUp, time);
        var count = 100;
        while (Time(operation, count, time) is var elapsed && elapsed < RoundTime)
        {
            count *= 2;
        }

        return count;
    }

    private static TimeSpan Time(Action operation, int count, TimeProvider time)
    {
        var start = time.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            operation();
        }

        return time.GetElapsedTime(start);
    }
}
