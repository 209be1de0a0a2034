using System.Data;
using System.Globalization;

namespace VectorData.AdoNet.Schema;

/// <summary>One collection of GetSchema: its columns, what it can be narrowed by, and how it is filled.</summary>
internal sealed record SchemaTable(
    string Name,
    (string Name, Type Type)[] Columns,
    (string Name, string Column)[] Restrictions,
    Action<VectorDbConnection, SchemaRows> Fill)
{
    /// <summary>Parts of the identifiers that name a row.</summary>
    public int IdentifierParts { get; init; }

    public DataTable Build(VectorDbConnection connection, string?[] restrictions)
    {
        if (restrictions.Length > Restrictions.Length)
        {
            throw new ArgumentException(
                $"Collection '{Name}' takes {Restrictions.Length} restrictions"
                + (Restrictions.Length == 0 ? "" : $" ({string.Join(", ", Restrictions.Select(restriction => restriction.Name))})")
                + $", not {restrictions.Length}.");
        }

        var table = new DataTable(Name) { Locale = CultureInfo.InvariantCulture };
        foreach (var (name, type) in Columns)
            table.Columns.Add(name, type);
        Fill(connection, new SchemaRows(this, table, restrictions));
        return table;
    }
}

/// <summary>Takes the rows of a collection and keeps those that the restrictions let through.</summary>
internal sealed class SchemaRows(SchemaTable definition, DataTable table, string?[] restrictions)
{
    public void Add(params object?[] values)
    {
        for (var i = 0; i < restrictions.Length; i++)
        {
            if (string.IsNullOrEmpty(restrictions[i]))
                continue;
            var column = table.Columns.IndexOf(definition.Restrictions[i].Column);
            if (!string.Equals(values[column] as string, restrictions[i], StringComparison.Ordinal))
                return;
        }

        table.Rows.Add(values);
    }
}
