using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExtensibleWebhooks.Worker.Storage;

/// <summary>One SQLite connection with its prepared statements, used by one thread at a time.</summary>
internal sealed class StoreConnection(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    /// <summary>True while a transaction is open; SQLite ends it by itself on a full disk and on some I/O errors.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    /// <summary>The prepared statement of this text, made once; the values are bound to ?1, ?2, … in order (null, long, int, string, byte[], double).</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }

        for (var index = 0; index < values.Length; index++)
        {
            if (index == command.Parameters.Count)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"?{index + 1}" });
            }

            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        return command;
    }

    /// <summary>Runs a statement; returns how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    /// <summary>Runs a script of several statements without keeping it prepared.</summary>
    public void ExecuteScript(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row; null when there is no row or it is NULL.</summary>
    public long? Scalar(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteScalar() as long?;

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }
}
