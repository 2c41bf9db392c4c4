using ExtensibleWebhooks.Support;

namespace ExtensibleWebhooks.Operator.Tests.Manager.Planning;

/// <summary>
/// A folder of <c>Cases</c> each: <c>inputs.yaml</c>, and what must come of it in those of <c>objects.json</c>, <c>config.json</c> and <c>conditions.txt</c> that are there.
/// With UPDATE_CASES=1 in the environment, the files are written instead of compared; read the difference before committing it.
/// </summary>
public class PlanningCaseTests
{
    private static readonly string Folder = RepositoryRoot.At("tests", "Operator.Tests", "Manager", "Planning", "Cases");

    public static TheoryData<string> Cases => [.. Directory.EnumerateDirectories(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plan_OfACase_IsAsWritten(string name)
    {
        var planned = new PlanningCase(File.ReadAllText(Path.Combine(Folder, name, "inputs.yaml")));

        Compare(name, "objects.json", planned.Objects());
        Compare(name, "config.json", planned.Config());
        Compare(name, "conditions.txt", planned.Conditions());
    }

    private static void Compare(string name, string file, string actual)
    {
        var path = Path.Combine(Folder, name, file);
        if (!File.Exists(path))
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("UPDATE_CASES") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
