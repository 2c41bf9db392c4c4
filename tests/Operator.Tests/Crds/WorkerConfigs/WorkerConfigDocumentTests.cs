using System.Text;
using CsCheck;
using ExtensibleWebhooks.Crds.WorkerConfigs;
using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Crds.WorkerConfigs;

public class WorkerConfigDocumentTests
{
    private static readonly string Golden = File.ReadAllText(RepositoryRoot.At("tests", "Operator.Tests", "Crds", "WorkerConfigs", "Cases", "one-of-everything.json"));

    /// <summary>What is replaced in the golden document, by what, and what is said then.</summary>
    public static TheoryData<string, string, string> Refused => new()
    {
        { "\"version\": 1", "\"version\": 3", "version: is 3, and this worker reads 1 to 2" },
        { "\"version\": 1", "\"version\": \"1\"", "version: is \"1\", and this worker reads" },
        { "\"version\": 1,", "", "version: is missing" },
        { "\"maxAge\": \"72h\"", "\"maxAge\": \"soon\"", "log.maxAge: \"soon\" is not a duration" },
        { "\"maxAge\": \"72h\",", "", "log.maxAge: is missing" },
        { "\"timeout\": \"10s\"", "\"timeout\": 10", "destinations[0].delivery.timeout: is a number" },
        { "\"format\": \"JsonArray\"", "\"format\": \"Json\"", "destinations[0].mappings[0].batching.format: \"Json\" is none of" },
        { "\"name\": \"users\"", "\"name\": \"orders\"", "destinations[\"crm\"].mappings: holds orders 2 times" },
        { "\"writeKeyFile\": \"write-key\"", "\"writeKeyFile\": null", "ingest.writeKeyFile: is missing" },
        { "\"writeKeyFile\": \"write-key\"", "\"writeKeyFile\": \"../write-key\"", "ingest.writeKeyFile: is not the name of a file in the same folder" },
        { "\"tokenFile\": \"", "\"tokenFile\": \"..", "destinations[0].authentication.tokenFile: is not the name of a file" },
        { "\"log\": {", "\"log\": ", "is no JSON" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Read_OfADocumentThatIsWrong_SaysWhereAndGivesNoConfig(string part, string replacement, string message)
    {
        var at = Golden.IndexOf(part, StringComparison.Ordinal);
        var reading = Read(Golden[..at] + replacement + Golden[(at + part.Length)..]);

        Assert.Null(reading.Config);
        Assert.Contains(reading.Diagnostics, diagnostic => diagnostic.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_OfMembersFromANewerOperator_IgnoresThem()
    {
        var reading = Read(Golden.Replace("\"version\": 1,", "\"version\": 1, \"colour\": \"blue\",", StringComparison.Ordinal).Replace("\"timeout\":", "\"pace\": 1, \"timeout\":", StringComparison.Ordinal));

        Assert.Empty(reading.Diagnostics);
        Assert.NotNull(reading.Config);
    }

    [Fact]
    public void Read_OfAnyBytes_NeverThrows() => Gen.Byte.Array.Sample(bytes => Assert.Null(WorkerConfigDocument.Read(bytes).Config));

    /// <summary>A file that was cut, or in which one byte turned.</summary>
    [Fact]
    public void Read_OfADamagedDocument_NeverThrows()
    {
        var golden = Encoding.UTF8.GetBytes(Golden);
        Gen.Select(Gen.Int[0, golden.Length - 1], Gen.Byte, Gen.Bool).Sample((index, value, cuts) =>
        {
            var damaged = cuts ? golden[..index] : golden.ToArray();
            if (!cuts)
            {
                damaged[index] = value;
            }

            var reading = WorkerConfigDocument.Read(damaged);
            Assert.Equal(reading.Config is null, reading.Diagnostics.Count > 0);
        });
    }

    [Fact]
    public void CheckSize_OfFilesThatFillASecret_IsFineUpToTheLastByte()
    {
        Assert.Null(WorkerConfigDocument.CheckSize(Files(WorkerConfigDocument.MaxSecretBytes - 3)));

        var complaint = WorkerConfigDocument.CheckSize(Files(WorkerConfigDocument.MaxSecretBytes - 2));

        Assert.NotNull(complaint);
        Assert.Contains("1048577 bytes, 1048574 of them in config.json", complaint.Message, StringComparison.Ordinal);

        static Dictionary<string, byte[]> Files(int size) => new() { ["config.json"] = new byte[size], ["write-key"] = new byte[3] };
    }

    private static WorkerConfigReading Read(string document) => WorkerConfigDocument.Read(Encoding.UTF8.GetBytes(document));
}
