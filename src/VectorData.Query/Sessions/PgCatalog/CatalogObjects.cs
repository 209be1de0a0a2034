using System.Globalization;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Text;
using VectorData.Query.Evaluation;
using VectorData.Sql;

namespace VectorData.Query.Sessions.PgCatalog;

/// <summary>Objects of a session's catalog by name and by oid.</summary>
internal sealed class CatalogObjects(EmbeddedSession session) : ICatalogFacts
{
    private static readonly string[] SystemSchemas = ["pg_catalog", "information_schema", "vectordata"];

    private Catalog Catalog => session.Transactions.CurrentCatalog;

    public long DatabaseSize => session.Engine.Storage.Statistics().Tables.Sum(table => table.FileBytes + table.MemoryBytes);

    public ObjectName? Find(TypeKind kind, string text)
    {
        var oid = kind switch
        {
            TypeKind.RegClass => FindRelation(text),
            TypeKind.RegType => FindType(text) is { } type ? TypeOids.OidOf(type) : null,
            TypeKind.RegNamespace => Parts(text) is [var schema] && IsSchema(schema) ? ObjectOids.OfSchema(schema) : null,
            TypeKind.RegRole => Parts(text) is [var role] && role == session.Options.UserName ? ObjectOids.Owner : null,
            TypeKind.RegProc or TypeKind.RegProcedure => FunctionOids.Find(Parts(text.Split('(')[0])[^1]),
            TypeKind.RegCollation => Parts(text)[^1] switch { "default" => 100, "C" => 950, "POSIX" => 951, _ => null },
            _ => (uint?)null,
        };
        return oid is { } found ? Show(kind, found) : null;
    }

    public ObjectName Show(TypeKind kind, uint oid)
    {
        if (oid == 0)
            return new ObjectName(0, "-");
        var name = kind switch
        {
            TypeKind.RegClass => RelationName(oid),
            TypeKind.RegType => TypeOids.FromOid(oid)?.Name,
            TypeKind.RegNamespace => Schemas.FirstOrDefault(schema => ObjectOids.OfSchema(schema) == oid) is { } schema ? Quote(schema) : null,
            TypeKind.RegRole => oid == ObjectOids.Owner ? Quote(session.Options.UserName) : null,
            TypeKind.RegProc => FunctionOids.NameOf(oid),
            TypeKind.RegProcedure => FunctionOids.NameOf(oid),
            TypeKind.RegCollation => oid switch { 100 => "\"default\"", 950 => "\"C\"", 951 => "\"POSIX\"", _ => null },
            _ => null,
        };
        return new ObjectName(oid, name ?? oid.ToString(CultureInfo.InvariantCulture));
    }

    public string? IndexText(uint oid, int column)
    {
        foreach (var table in Catalog.Tables.Values)
        {
            foreach (var index in table.Indexes)
            {
                if (ObjectOids.Of(index.Id) != oid)
                    continue;
                if (column == 0)
                    return DefinitionTexts.Index(table, index);
                return column <= index.Columns.Length ? Quote(table.Column(index.Columns[column - 1].Column).Name) : "";
            }
        }

        return null;
    }

    public string? ConstraintText(uint oid)
    {
        foreach (var table in Catalog.Tables.Values)
        {
            foreach (var index in table.Indexes)
                if (index.IsConstraint && ObjectOids.ConstraintOf(index.Id) == oid)
                    return DefinitionTexts.Key(table, index);
            foreach (var check in table.Checks)
                if (ObjectOids.ConstraintOf(table.Id, check.Name) == oid)
                    return DefinitionTexts.Check(check);
            foreach (var key in table.ForeignKeys)
                if (ObjectOids.ConstraintOf(table.Id, key.Name) == oid)
                    return DefinitionTexts.ForeignKey(table, key, Catalog.FindTable(key.ReferencedTable)!, RelationName(ObjectOids.Of(key.ReferencedTable))!);
        }

        return null;
    }

    public string? SequenceOf(string table, string column)
    {
        if (FindRelation(table) is not { } oid || Table(oid) is not { } found)
            throw new Core.Errors.VectorDbException(Core.Errors.SqlStates.UndefinedTable, $"relation \"{table}\" does not exist");
        var at = found.IndexOf(column);
        if (at < 0)
            throw new Core.Errors.VectorDbException(Core.Errors.SqlStates.UndefinedColumn, $"column \"{column}\" of relation \"{found.Name}\" does not exist");
        return found.Columns[at].OwnedSequence is { } owned && Catalog.FindSequence(owned) is { } sequence ? Quote(sequence.Schema) + "." + Quote(sequence.Name) : null;
    }

    public long? Size(uint oid, bool data, bool indexes)
    {
        foreach (var table in session.Engine.Storage.Statistics().Tables)
        {
            var parts = table.Segments.SelectMany(segment => segment.Indexes);
            if (ObjectOids.Of(table.Table.Id) == oid)
                return (data ? table.FileBytes + table.MemoryBytes : 0) + (indexes ? parts.Sum(part => part.Bytes) : 0);
            foreach (var index in table.Table.Indexes)
                if (ObjectOids.Of(index.Id) == oid)
                    return parts.Where(part => part.Index.Id == index.Id).Sum(part => part.Bytes);
        }

        return RelationName(oid) is null ? null : 0;
    }

    public bool? IsVisible(uint oid) => Relation(oid) is { } relation ? IsVisible(relation) : null;

    public string? Comment(uint oid, int column)
    {
        if (Table(oid) is not { } table)
            return Catalog.Tables.Values.SelectMany(other => other.Indexes).FirstOrDefault(index => ObjectOids.Of(index.Id) == oid)?.Comment;
        return column == 0 ? table.Comment : table.Columns.FirstOrDefault(item => item.Id.Value == column)?.Comment;
    }

    public (string Arguments, string Result)? Signature(uint oid) => FunctionOids.Signature(oid);

    public string? UserName(uint oid) => oid == ObjectOids.Owner ? Core.Sessions.SessionOptions.DefaultUser : null;

    private IEnumerable<string> Schemas => Catalog.Schemas.Concat(SystemSchemas);

    // pg_catalog comes first where the path does not name it.
    private IEnumerable<string> SearchPath =>
        session.Settings.Current.SearchPath.Contains("pg_catalog") ? session.Settings.Current.SearchPath : ["pg_catalog", .. session.Settings.Current.SearchPath];

    private bool IsSchema(string name) => Catalog.Schemas.Contains(name) || SystemSchemas.Contains(name);

    private TableDefinition? Table(uint oid) => oid >= 65_536 && oid % 4 == 0 ? Catalog.FindTable(new TableId((int)((oid - 65_536) / 4))) : null;

    private uint? FindRelation(string text)
    {
        var parts = Parts(text);
        if (parts.Count == 3)
            parts = [parts[1], parts[2]];
        foreach (var schema in parts.Count == 2 ? [parts[0]] : SearchPath)
            if (RelationOid(schema, parts[^1]) is { } oid)
                return oid;
        return null;
    }

    private uint? RelationOid(string schema, string name)
    {
        if (Catalog.FindTable(schema, name) is { } table)
            return ObjectOids.Of(table.Id);
        if (Catalog.FindSequence(schema, name) is { } sequence)
            return ObjectOids.Of(sequence.Id);
        if (Catalog.FindIndex(schema, name) is { } found)
            return ObjectOids.Of(found.Index.Id);
        return session.Engine.VirtualTables.Find(schema, name) is null ? null : ObjectOids.OfSystemTable(schema, name);
    }

    private (string Schema, string Name)? Relation(uint oid)
    {
        if (Table(oid) is { } table)
            return (table.Schema, table.Name);
        if (oid >= 65_536)
        {
            foreach (var other in Catalog.Tables.Values)
                foreach (var index in other.Indexes)
                    if (ObjectOids.Of(index.Id) == oid)
                        return (other.Schema, index.Name);
            foreach (var sequence in Catalog.Sequences.Values)
                if (ObjectOids.Of(sequence.Id) == oid)
                    return (sequence.Schema, sequence.Name);
            return null;
        }

        foreach (var known in session.Engine.SystemRelations)
            if (ObjectOids.OfSystemTable(known.Schema, known.Name) == oid)
                return known;
        return null;
    }

    private bool IsVisible((string Schema, string Name) relation)
    {
        foreach (var schema in SearchPath)
            if (schema == relation.Schema)
                return true;
            else if (RelationOid(schema, relation.Name) is not null)
                return false;
        return false;
    }

    private string? RelationName(uint oid) => Relation(oid) is not { } relation ? null
        : IsVisible(relation) ? Quote(relation.Name) : Quote(relation.Schema) + "." + Quote(relation.Name);

    private static SqlType? FindType(string text)
    {
        var name = text.StartsWith("pg_catalog.", StringComparison.Ordinal) ? text["pg_catalog.".Length..] : text;
        var isArray = name.EndsWith("[]", StringComparison.Ordinal);
        if (isArray)
            name = name[..^2];
        else if (name.StartsWith('_') && TypeOids.All.FirstOrDefault(type => "_" + type.Name == name) is { Name: not null } array)
            return SqlType.ArrayOf(array.Type);
        if (name.IndexOf('(', StringComparison.Ordinal) is var open and > 0)
            name = name[..open];
        return TypeNames.Find(name.Trim()) is { } found ? isArray ? SqlType.ArrayOf(found) : found : null;
    }

    private static string Quote(string name) => SqlWriter.QuoteIdentifier(name);

    // a."b c".d: bare parts in lower case, quoted ones as written.
    private static List<string> Parts(string text)
    {
        var parts = new List<string>();
        var part = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
                part.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == '.' && !quoted)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
                part.Append(quoted ? text[i] : char.ToLowerInvariant(text[i]));
        }

        parts.Add(part.ToString());
        return parts;
    }
}
