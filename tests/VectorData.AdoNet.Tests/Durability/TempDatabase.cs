using VectorData.Core.Errors;

namespace VectorData.AdoNet.Tests.Durability;

/// <summary>A database folder that is removed at the end; connections are not pooled, so that closing the last one closes the database.</summary>
internal sealed class TempDatabase : IDisposable
{
    public TempDatabase(string? parent = null)
    {
        Root = Path.Combine(parent ?? Path.GetTempPath(), "vectordata-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    public string Folder => Path.Combine(Root, "app.vdb");

    public VectorDbConnection Open(string options = "")
    {
        var connection = new VectorDbConnection($"Data Source={Folder};Pooling=False;{options}");
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Every file but the lock, by its path inside the folder.</summary>
    public Dictionary<string, byte[]> Read() => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "lock")
        .ToDictionary(file => Path.GetRelativePath(Folder, file), File.ReadAllBytes);

    public void Write(IReadOnlyDictionary<string, byte[]> files)
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(Folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

internal static class Refusals
{
    /// <summary>The statement fails with the SQLSTATE; gives the error.</summary>
    public static VectorDbException Refuse(this VectorDbConnection connection, string state, string sql, params object?[] parameters)
    {
        var error = Assert.ThrowsAny<VectorDbException>(() => connection.NonQuery(sql, parameters));
        Assert.True(state == error.SqlState, $"{error.SqlState}: {error.Message}, expected {state}, for {(sql.Length < 200 ? sql : sql[..200])}");
        return error;
    }

    /// <summary>The rows as text, values joined by |, rows by a space.</summary>
    public static string Rows(this VectorDbConnection connection, string sql, params object?[] parameters)
    {
        using var command = connection.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter ?? DBNull.Value);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        return string.Join(' ', rows);
    }
}
