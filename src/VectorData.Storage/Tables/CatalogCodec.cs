using System.Collections.Immutable;
using VectorData.Core.Schema;

namespace VectorData.Storage.Tables;

/// <summary>
/// A catalog in log records and manifests: version, schemas, tables, sequences, each in the order of the properties below.
/// Texts are i32 bytes (-1: none) and UTF-8; lists are i32 count and elements.
/// </summary>
internal static class CatalogCodec
{
    public static void Write(RecordWriter writer, Catalog catalog)
    {
        writer.Int64(catalog.Version);
        writer.Int32(catalog.Schemas.Count);
        foreach (var schema in catalog.Schemas)
            writer.String(schema);
        writer.Int32(catalog.Tables.Count);
        foreach (var table in catalog.Tables.Values.OrderBy(table => table.Id.Value))
            Write(writer, table);
        writer.Int32(catalog.Sequences.Count);
        foreach (var sequence in catalog.Sequences.Values.OrderBy(sequence => sequence.Id.Value))
            Write(writer, sequence);
    }

    public static Catalog Read(RecordReader reader)
    {
        var version = reader.Int64();
        var catalog = Catalog.Empty.WithoutSchema(Catalog.DefaultSchema);
        for (var left = reader.Count(); left > 0; left--)
            catalog = catalog.WithSchema(reader.String());
        for (var left = reader.Count(); left > 0; left--)
            catalog = catalog.WithTable(ReadTable(reader));
        for (var left = reader.Count(); left > 0; left--)
            catalog = catalog.WithSequence(ReadSequence(reader));
        return catalog.WithVersion(version);
    }

    private static void Write(RecordWriter writer, TableDefinition table)
    {
        writer.Int32(table.Id.Value);
        writer.String(table.Schema);
        writer.String(table.Name);
        writer.Int32(table.NextColumnId);
        writer.String(table.Comment);
        Write(writer, table.Options);
        writer.Int32(table.Columns.Length);
        foreach (var column in table.Columns)
            Write(writer, column);
        writer.Int32(table.Indexes.Length);
        foreach (var index in table.Indexes)
            Write(writer, index);
        writer.Int32(table.Checks.Length);
        foreach (var check in table.Checks)
        {
            writer.String(check.Name);
            writer.String(check.Expression);
        }

        writer.Int32(table.ForeignKeys.Length);
        foreach (var key in table.ForeignKeys)
            Write(writer, key);
    }

    private static TableDefinition ReadTable(RecordReader reader) => new(new TableId(reader.Int32()), reader.String(), reader.String())
    {
        NextColumnId = reader.Int32(),
        Comment = reader.OptionalString(),
        Options = ReadOptions(reader),
        Columns = List(reader, ReadColumn),
        Indexes = List(reader, ReadIndex),
        Checks = List(reader, static r => new CheckDefinition(r.String(), r.String())),
        ForeignKeys = List(reader, ReadForeignKey),
    };

    private static void Write(RecordWriter writer, ColumnDefinition column)
    {
        writer.Int32(column.Id.Value);
        writer.String(column.Name);
        ColumnCodec.Write(writer, column.Type);
        writer.Bool(column.NotNull);
        writer.String(column.Default);
        writer.Byte((byte)column.Identity);
        writer.Int32(column.OwnedSequence?.Value ?? -1);
        writer.String(column.Generated);
        writer.String(column.Collation);
        writer.String(column.Comment);
        ColumnCodec.Write(writer, column.MissingValue);
    }

    private static ColumnDefinition ReadColumn(RecordReader reader) =>
        new(new ColumnId(reader.Int32()), reader.String(), ColumnCodec.ReadType(reader))
        {
            NotNull = reader.Bool(),
            Default = reader.OptionalString(),
            Identity = (IdentityKind)reader.Byte(),
            OwnedSequence = reader.Int32() is >= 0 and var sequence ? new SequenceId(sequence) : null,
            Generated = reader.OptionalString(),
            Collation = reader.OptionalString(),
            Comment = reader.OptionalString(),
            MissingValue = ColumnCodec.ReadValue(reader),
        };

    private static void Write(RecordWriter writer, IndexDefinition index)
    {
        writer.Int32(index.Id.Value);
        writer.String(index.Name);
        writer.Byte((byte)index.Method);
        writer.Int32(index.Columns.Length);
        foreach (var column in index.Columns)
        {
            writer.Int32(column.Column.Value);
            writer.Bool(column.Descending);
            writer.Bool(column.NullsFirst);
            writer.String(column.OperatorClass);
        }

        writer.Bool(index.IsUnique);
        writer.Bool(index.IsPrimaryKey);
        writer.Bool(index.IsConstraint);
        writer.Bool(index.NullsNotDistinct);
        Write(writer, index.Options);
        writer.String(index.Comment);
    }

    private static IndexDefinition ReadIndex(RecordReader reader) =>
        new(new IndexId(reader.Int32()), reader.String(), (IndexMethod)reader.Byte(), List(reader, ReadIndexColumn))
        {
            IsUnique = reader.Bool(),
            IsPrimaryKey = reader.Bool(),
            IsConstraint = reader.Bool(),
            NullsNotDistinct = reader.Bool(),
            Options = ReadOptions(reader),
            Comment = reader.OptionalString(),
        };

    private static IndexColumn ReadIndexColumn(RecordReader reader) => new(new ColumnId(reader.Int32()))
    {
        Descending = reader.Bool(),
        NullsFirst = reader.Bool(),
        OperatorClass = reader.OptionalString(),
    };

    private static void Write(RecordWriter writer, ForeignKeyDefinition key)
    {
        writer.String(key.Name);
        Write(writer, key.Columns);
        writer.Int32(key.ReferencedTable.Value);
        Write(writer, key.ReferencedColumns);
        writer.Byte((byte)key.OnDelete);
        writer.Byte((byte)key.OnUpdate);
        writer.Bool(key.MatchFull);
    }

    private static ForeignKeyDefinition ReadForeignKey(RecordReader reader) =>
        new(
            reader.String(),
            List(reader, static r => new ColumnId(r.Int32())),
            new TableId(reader.Int32()),
            List(reader, static r => new ColumnId(r.Int32())),
            (ReferentialAction)reader.Byte(),
            (ReferentialAction)reader.Byte())
        {
            MatchFull = reader.Bool(),
        };

    private static void Write(RecordWriter writer, SequenceDefinition sequence)
    {
        writer.Int32(sequence.Id.Value);
        writer.String(sequence.Schema);
        writer.String(sequence.Name);
        ColumnCodec.Write(writer, sequence.Type);
        writer.Int64(sequence.Start);
        writer.Int64(sequence.Increment);
        writer.Int64(sequence.Minimum);
        writer.Int64(sequence.Maximum);
        writer.Bool(sequence.Cycle);
        writer.Int64(sequence.Cache);
        writer.Bool(sequence.OwnedBy is not null);
        if (sequence.OwnedBy is not { } owner)
            return;
        writer.Int32(owner.Table.Value);
        writer.Int32(owner.Column.Value);
    }

    private static SequenceDefinition ReadSequence(RecordReader reader) =>
        new(new SequenceId(reader.Int32()), reader.String(), reader.String())
        {
            Type = ColumnCodec.ReadType(reader),
            Start = reader.Int64(),
            Increment = reader.Int64(),
            Minimum = reader.Int64(),
            Maximum = reader.Int64(),
            Cycle = reader.Bool(),
            Cache = reader.Int64(),
            OwnedBy = reader.Bool() ? (new TableId(reader.Int32()), new ColumnId(reader.Int32())) : null,
        };

    private static void Write(RecordWriter writer, ImmutableArray<ColumnId> columns)
    {
        writer.Int32(columns.Length);
        foreach (var column in columns)
            writer.Int32(column.Value);
    }

    private static void Write(RecordWriter writer, ImmutableSortedDictionary<string, string> options)
    {
        writer.Int32(options.Count);
        foreach (var (name, value) in options)
        {
            writer.String(name);
            writer.String(value);
        }
    }

    private static ImmutableSortedDictionary<string, string> ReadOptions(RecordReader reader)
    {
        var options = ImmutableSortedDictionary.CreateBuilder<string, string>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var name = reader.String();
            options[name] = reader.String();
        }

        return options.ToImmutable();
    }

    private static ImmutableArray<T> List<T>(RecordReader reader, Func<RecordReader, T> read)
    {
        var count = reader.Count();
        var list = ImmutableArray.CreateBuilder<T>(count);
        for (var i = 0; i < count; i++)
            list.Add(read(reader));
        return list.MoveToImmutable();
    }
}
