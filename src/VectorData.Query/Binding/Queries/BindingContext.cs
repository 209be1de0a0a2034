using VectorData.Core.Schema;
using VectorData.Query.Binding.Expressions;
using VectorData.Query.Binding.Statements;

namespace VectorData.Query.Binding.Queries;

/// <summary>What binding one statement needs to know. Slots are given out here, unique within the statement.</summary>
internal sealed class BindingContext(Catalog catalog, IReadOnlyList<string> searchPath, ParameterTable parameters, IVirtualTables? virtualTables = null)
{
    private int _slots;

    public Catalog Catalog { get; } = catalog;

    /// <summary>Schemas where unqualified names are looked up, in order.</summary>
    public IReadOnlyList<string> SearchPath { get; } = searchPath;

    public ParameterTable Parameters { get; } = parameters;

    public IVirtualTables? VirtualTables { get; } = virtualTables;

    public BoundColumn NewColumn(string name, SqlType type, bool notNull = false, int position = -1) =>
        new(_slots++, name, type, position) { NotNull = notNull };
}
