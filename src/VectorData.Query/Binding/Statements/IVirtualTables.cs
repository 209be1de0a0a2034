using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Binding.Statements;

/// <summary>Tables whose rows are made when they are read: information_schema and the views on the engine.</summary>
public interface IVirtualTables
{
    /// <summary>The table of that name, or null.</summary>
    VirtualTable? Find(string schema, string name);
}

/// <summary>A table without storage.</summary>
public sealed record VirtualTable(string Schema, string Name, IReadOnlyList<(string Name, SqlType Type)> Columns)
{
    /// <summary>Makes the rows, given the catalog that the statement sees.</summary>
    public required Func<Catalog, Batch> Read { get; init; }
}
