using System.Text.Json;
using ExtensibleWebhooks.Credentials.Stores;
using ExtensibleWebhooks.Support;
using Microsoft.Extensions.Time.Testing;

namespace ExtensibleWebhooks.Operator.Tests.Credentials.Stores;

public sealed class FileTokenStoreTests : TokenStoreConformance, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder.At("tokens");

    private string File => new FileTokenStore(Folder, TimeProvider.System).PathOf(Key);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_AreTheirOwnersAlone()
    {
        await StoreAsync(Open(), Key, Content("one"), null);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(Folder));
        Assert.Equal(2, Directory.GetFiles(Folder).Length);
        Assert.All(Directory.GetFiles(Folder), file => Assert.Equal(OwnerOnly, ModeOf(file)));
    }

    [Fact]
    public async Task Kill_AtAnyByteOfAWrite_LeavesTheOldContent_AndTheNextWriteSucceeds()
    {
        var version = await StoreAsync(Open(), Key, Content("old"), null);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(StoredTokensText.Write(Content("new")));
        for (var length = 0; length <= bytes.Length; length += 7)
        {
            // What a writer leaves that is killed before it renames: a part of the draft, with any mode, and a lock that its end has let go.
            await System.IO.File.WriteAllBytesAsync(File + ".tmp", bytes[..length], Ending);

            Assert.Equal(new TokenReading.Found(Content("old"), version), await Open().ReadAsync(Key, Ending));
        }

        version = await StoreAsync(Open(), Key, Content("next"), version);

        Assert.Equal(new TokenReading.Found(Content("next"), version), await Open().ReadAsync(Key, Ending));
        Assert.False(System.IO.File.Exists(File + ".tmp"));
        Assert.Equal(OwnerOnly, ModeOf(File));
    }

    [Theory]
    [InlineData("", "the file is no JSON object of texts")]
    [InlineData("{\"accessToken\":\"SECRET", "the file is no JSON object of texts")]
    [InlineData("[]", "the file is no JSON object of texts")]
    [InlineData("null", "the file is no JSON object of texts")]
    [InlineData("{\"accessToken\":1}", "the file is no JSON object of texts")]
    [InlineData("{}", "accessToken is missing")]
    [InlineData("{\"accessToken\":\"SECRET\",\"client\":\"c\"}", "obtainedAt is missing")]
    [InlineData("{\"accessToken\":\"SECRET\",\"client\":\"c\",\"obtainedAt\":\"SECRET\"}", "obtainedAt is no time")]
    [InlineData("{\"accessToken\":\"SECRET\",\"client\":\"c\",\"obtainedAt\":\"9999-12-31T23:59:59Z\"}", "obtainedAt is no time of ours")]
    [InlineData("{\"accessToken\":\"SEC RET\",\"client\":\"c\",\"obtainedAt\":\"2026-01-01T00:00:00Z\"}", "accessToken is no token")]
    [InlineData("{\"accessToken\":\"S\",\"client\":\"c\",\"obtainedAt\":\"2026-01-01T00:00:00Z\",\"refreshing\":\"{\"}", "refreshing is no mark")]
    [InlineData("{\"accessToken\":\"S\",\"client\":\"c\",\"obtainedAt\":\"2026-01-01T00:00:00Z\",\"refreshing\":\"{}\"}", "refreshing is no mark")]
    public async Task CorruptFile_IsNothing_SaysWhy_AndCanBeReplaced(string text, string why)
    {
        await StoreAsync(Open(), Key, Content("one"), null);
        await System.IO.File.WriteAllTextAsync(File, text, Ending);

        var nothing = Assert.IsType<TokenReading.Nothing>(await Open().ReadAsync(Key, Ending));

        Assert.Equal(why, nothing.Why);
        Assert.IsType<TokenWriting.Conflict>(await Open().WriteAsync(Key, Content("two"), null, Ending));
        await StoreAsync(Open(), Key, Content("two"), nothing.Version);
    }

    [Fact]
    public async Task FileThatIsTooLong_IsNothing()
    {
        await StoreAsync(Open(), Key, Content("one"), null);
        await System.IO.File.WriteAllTextAsync(File, new string(' ', 300 * 1024), Ending);

        Assert.Equal("the file is too long", Assert.IsType<TokenReading.Nothing>(await Open().ReadAsync(Key, Ending)).Why);
    }

    [Fact]
    public async Task Lock_ThatIsHeldForLong_IsUnavailable()
    {
        await StoreAsync(Open(), Key, Content("one"), null);
        await using var held = new FileStream(File + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var time = new FakeTimeProvider();

        var writing = new FileTokenStore(Folder, time).WriteAsync(Key, Content("two"), "any", Ending);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return writing.IsCompleted;
            },
            "the end of the wait",
            Ending);

        Assert.Contains("lock", Assert.IsType<TokenWriting.Unavailable>(await writing).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_ThatCannotBe_IsUnavailable()
    {
        await System.IO.File.WriteAllTextAsync(Folder, "a file", Ending);

        Assert.IsType<TokenWriting.Unavailable>(await Open().WriteAsync(Key, Content("one"), null, Ending));
        Assert.NotNull(await Open().DeleteAsync(Key, Ending));
    }

    /// <summary>The tests run where the programs do.</summary>
    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? throw new NotSupportedException("Unix modes.") : System.IO.File.GetUnixFileMode(path);

    private protected override ITokenStore Open() => new FileTokenStore(Folder, TimeProvider.System);
}
