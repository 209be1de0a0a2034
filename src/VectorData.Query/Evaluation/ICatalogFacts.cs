using VectorData.Core.Schema;
using VectorData.Core.Values;

namespace VectorData.Query.Evaluation;

/// <summary>What expressions may ask about the objects of the catalog by their oids.</summary>
internal interface ICatalogFacts
{
    /// <summary>The object that a text names for a reg type; null when there is none.</summary>
    ObjectName? Find(TypeKind kind, string text);

    /// <summary>How a reg type shows an oid: the name, schema first where the search path does not find it; the number when nothing has it.</summary>
    ObjectName Show(TypeKind kind, uint oid);

    /// <summary>pg_get_indexdef; one column's part when <paramref name="column"/> is not 0.</summary>
    string? IndexText(uint oid, int column);

    /// <summary>pg_get_constraintdef.</summary>
    string? ConstraintText(uint oid);

    /// <summary>pg_get_serial_sequence.</summary>
    string? SequenceOf(string table, string column);

    /// <summary>Bytes of a table (rows, indexes or both) or an index; null when there is no such relation.</summary>
    long? Size(uint oid, bool data, bool indexes);

    /// <summary>Bytes of all tables.</summary>
    long DatabaseSize { get; }

    /// <summary>Whether a relation is found by its bare name.</summary>
    bool? IsVisible(uint oid);

    /// <summary>COMMENT ON a relation or one of its columns.</summary>
    string? Comment(uint oid, int column);

    /// <summary>pg_get_function_arguments and pg_get_function_result.</summary>
    (string Arguments, string Result)? Signature(uint oid);

    /// <summary>The user of an oid.</summary>
    string? UserName(uint oid);
}
