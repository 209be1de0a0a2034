using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace VectorData.EntityFrameworkCore.Metadata;

/// <summary>Which properties are row versions.</summary>
internal static class RowVersions
{
    /// <summary>Whether the database gives the property a new value with each write, by which saving sees that others wrote.</summary>
    public static bool Is(IReadOnlyProperty property) =>
        property.IsConcurrencyToken && property.ValueGenerated == ValueGenerated.OnAddOrUpdate && property.GetComputedColumnSql() is null;
}
