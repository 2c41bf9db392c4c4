using System.Security.Cryptography;
using System.Text.Json;
using ExtensibleWebhooks.Credentials.Tokens;

namespace ExtensibleWebhooks.Credentials.Stores;

/// <summary>
/// A file for each destination, readable by its owner alone (0600, in a folder of 0700). It is replaced by renaming a whole one over it, so a kill at any moment leaves
/// the old or the new; a lock file beside it keeps two processes from replacing at once.
/// </summary>
/// <param name="folder">Made where it is not there.</param>
/// <param name="time">Of the wait for a lock.</param>
public sealed class FileTokenStore(string folder, TimeProvider time) : ITokenStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Tokens are smaller by far.</summary>
    private const int MaxBytes = 256 * 1024;

    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LockPace = TimeSpan.FromMilliseconds(10);

    public Task<TokenReading> ReadAsync(CredentialKey key, CancellationToken cancellationToken) => Task.FromResult(Read(PathOf(key)));

    public async Task<TokenWriting> WriteAsync(CredentialKey key, StoredTokens content, string? expectedVersion, CancellationToken cancellationToken)
    {
        try
        {
            using var held = await LockAsync(key, cancellationToken);
            if (held is null)
            {
                return new TokenWriting.Unavailable($"another process holds the lock of {PathOf(key)}");
            }

            var current = Read(PathOf(key));
            var version = current switch
            {
                TokenReading.Found found => found.Version,
                TokenReading.Nothing nothing => nothing.Version,
                _ => null,
            };
            return current is TokenReading.Unavailable unavailable ? new TokenWriting.Unavailable(unavailable.Message)
                : version != expectedVersion ? new TokenWriting.Conflict()
                : new TokenWriting.Stored(Replace(PathOf(key), content));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new TokenWriting.Unavailable($"{PathOf(key)} cannot be written: {exception.Message}");
        }
    }

    public async Task<string?> DeleteAsync(CredentialKey key, CancellationToken cancellationToken)
    {
        try
        {
            using var held = await LockAsync(key, cancellationToken);
            if (held is null)
            {
                return $"another process holds the lock of {PathOf(key)}";
            }

            File.Delete(PathOf(key));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{PathOf(key)} cannot be deleted: {exception.Message}";
        }
    }

    /// <summary>The path of a key's file. A namespace has no dot, and what a file name may not have is escaped.</summary>
    internal string PathOf(CredentialKey key) =>
        Path.Combine(folder, $"{Uri.EscapeDataString(key.Namespace)}.{Uri.EscapeDataString(key.Name)}{(key.Uid.Length == 0 ? "" : $"@{Uri.EscapeDataString(key.Uid)}")}.json");

    private static TokenReading Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Math.Min(file.Length, MaxBytes + 1)];
            bytes = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
            var version = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return bytes.Length > MaxBytes ? new TokenReading.Nothing(version, "the file is too long")
                : Parse(bytes, out var problem) is { } stored ? new TokenReading.Found(stored, version)
                : new TokenReading.Nothing(version, problem);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new TokenReading.Nothing();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new TokenReading.Unavailable($"{path} cannot be read: {exception.Message}");
        }
    }

    private static StoredTokens? Parse(byte[] bytes, out string? problem)
    {
        problem = "the file is no JSON object of texts";
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(bytes) is { } values ? StoredTokensText.Read(values, out problem) : null;
        }
        catch (JsonException)
        {
            // Not its message, which may quote what it read.
            return null;
        }
    }

    /// <summary>The new version. Versions are hashes: a content that was stored before has the version that it had then, which is as good as not having been away.</summary>
    private static string Replace(string path, StoredTokens content)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(StoredTokensText.Write(content));
        var draft = path + ".tmp";
        File.Delete(draft);
        using (var file = new FileStream(draft, OptionsOf(FileMode.CreateNew)))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>Null when somebody else has it for too long. The file stays: a lock that is deleted is no lock.</summary>
    private async Task<FileStream?> LockAsync(CredentialKey key, CancellationToken cancellationToken)
    {
        MakeFolder();
        var until = time.GetUtcNow() + LockWait;
        while (true)
        {
            try
            {
                return new FileStream(PathOf(key) + ".lock", OptionsOf(FileMode.OpenOrCreate));
            }
            catch (IOException) when (time.GetUtcNow() < until)
            {
                await Task.Delay(LockPace, time, cancellationToken);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    private static FileStreamOptions OptionsOf(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
