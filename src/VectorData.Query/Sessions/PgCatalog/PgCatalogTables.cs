namespace VectorData.Query.Sessions.PgCatalog;

/// <summary>The schema pg_catalog: every catalog of <see cref="CatalogShapes"/>, with rows where there is something to list.</summary>
internal static class PgCatalogTables
{
    public static IEnumerable<SystemTable> Tables(SqlEngine engine)
    {
        SystemTable[] filled = [.. RelationRows.Tables(engine), .. ConstraintRows.Tables(), .. TypeRows.Tables(), .. ServerRows.Tables(engine)];
        var names = filled.Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
        return filled.Concat(CatalogShapes.All.Where(shape => !names.Contains(shape.Name)).Select(shape => shape.Table(_ => [])));
    }
}
