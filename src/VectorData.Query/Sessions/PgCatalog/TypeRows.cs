using System.Collections.Frozen;
using VectorData.Core.Schema;
using VectorData.Query.Binding.Casts;
using VectorData.Query.Binding.Statements;

namespace VectorData.Query.Sessions.PgCatalog;

/// <summary>Types, functions, operators, casts, access methods and operator classes: the same in every database.</summary>
internal static class TypeRows
{
    private const uint DefaultCollation = 100;
    private const uint C = 950;
    private const uint FirstOperatorClass = 17_000;

    private static readonly CatalogShape Type = CatalogShapes.Of("pg_type");
    private static readonly CatalogShape Procedure = CatalogShapes.Of("pg_proc");
    private static readonly CatalogShape Operator = CatalogShapes.Of("pg_operator");
    private static readonly CatalogShape Cast = CatalogShapes.Of("pg_cast");
    private static readonly CatalogShape Collation = CatalogShapes.Of("pg_collation");

    private static readonly FrozenDictionary<(string Name, uint Method), (uint Oid, TypeKind Type)> Classes = OperatorClasses.All
        .SelectMany(item => (uint[])(item.IsHnsw ? [RelationRows.Hnsw] : [RelationRows.BTree, RelationRows.Hash]), (item, method) => (item.Name, method, item.Type))
        .Select((item, i) => (item.Name, item.method, item.Type, Oid: FirstOperatorClass + (uint)i))
        .ToFrozenDictionary(item => (item.Name, item.method), item => (item.Oid, item.Type));

    public static IEnumerable<SystemTable> Tables() =>
    [
        Type.Table(_ => TypeOids.All.SelectMany(item => item.ArrayOid == 0 ? [Base(item.Type)] : (object?[][])[Base(item.Type), ArrayType(item.Type)])),
        Procedure.Table(_ => Functions()),
        Operator.Table(_ => Operators()),
        Cast.Table(_ => Casts()),
        Collation.Table(_ =>
        [
            Collation.Row(("oid", DefaultCollation), ("collname", "default"), ("collnamespace", ObjectOids.PgCatalogSchema), ("collowner", ObjectOids.Owner), ("collprovider", 'd'), ("collisdeterministic", true), ("collencoding", -1)),
            Collation.Row(("oid", C), ("collname", "C"), ("collnamespace", ObjectOids.PgCatalogSchema), ("collowner", ObjectOids.Owner), ("collprovider", 'c'), ("collisdeterministic", true), ("collencoding", -1), ("collcollate", "C"), ("collctype", "C")),
            Collation.Row(("oid", 951u), ("collname", "POSIX"), ("collnamespace", ObjectOids.PgCatalogSchema), ("collowner", ObjectOids.Owner), ("collprovider", 'c'), ("collisdeterministic", true), ("collencoding", -1), ("collcollate", "POSIX"), ("collctype", "POSIX")),
        ]),
        CatalogShapes.Of("pg_am").Table(_ => new (uint Oid, string Name, char Kind)[]
        {
            (2, "heap", 't'), (RelationRows.BTree, "btree", 'i'), (RelationRows.Hash, "hash", 'i'), (RelationRows.Hnsw, "hnsw", 'i'),
        }.Select(method => CatalogShapes.Of("pg_am").Row(("oid", method.Oid), ("amname", method.Name), ("amtype", method.Kind)))),
        CatalogShapes.Of("pg_opclass").Table(_ => Classes.OrderBy(item => item.Value.Oid).Select(item => CatalogShapes.Of("pg_opclass").Row(
            ("oid", item.Value.Oid), ("opcmethod", item.Key.Method), ("opcname", item.Key.Name), ("opcnamespace", NamespaceOf(item.Value.Type)), ("opcowner", ObjectOids.Owner),
            ("opcfamily", item.Value.Oid + 1000), ("opcintype", TypeOids.OidOf(new SqlType(item.Value.Type, -1, item.Value.Type == TypeKind.Array ? TypeKind.Text : TypeKind.Unknown))),
            ("opcdefault", IsDefault(item.Key.Name))))),
        CatalogShapes.Of("pg_opfamily").Table(_ => Classes.OrderBy(item => item.Value.Oid).Select(item => CatalogShapes.Of("pg_opfamily").Row(
            ("oid", item.Value.Oid + 1000), ("opfmethod", item.Key.Method), ("opfname", item.Key.Name), ("opfnamespace", NamespaceOf(item.Value.Type)), ("opfowner", ObjectOids.Owner)))),
        CatalogShapes.Of("pg_language").Table(_ => new (uint Oid, string Name)[] { (12, "internal"), (14, "sql") }
            .Select(language => CatalogShapes.Of("pg_language").Row(("oid", language.Oid), ("lanname", language.Name), ("lanowner", ObjectOids.Owner), ("lanpltrusted", true)))),
    ];

    /// <summary>pg_type.typlen.</summary>
    public static int LengthOf(SqlType type) => type.Kind switch
    {
        TypeKind.Name => 64,
        TypeKind.InternalChar => 1,
        TypeKind.Oid or TypeKind.Xid or TypeKind.Void => 4,
        TypeKind.Numeric => -1,
        TypeKind.Unknown => -2,
        _ when type.IsObjectName => 4,
        _ => type.Unmodified.FixedWidth is var width and > 0 ? width : -1,
    };

    public static uint CollationOf(SqlType type) => (type.IsArray ? type.Element : type.Kind) switch
    {
        TypeKind.Text or TypeKind.VarChar or TypeKind.Char => DefaultCollation,
        TypeKind.Name => C,
        _ => 0,
    };

    public static uint OperatorClassOf(IndexMethod method, string? name, SqlType type)
    {
        name ??= type.IsArray ? "array_ops" : type.Kind switch
        {
            TypeKind.VarChar => "text_ops",
            _ => TypeOids.NameOf(type) + "_ops",
        };
        var methodOid = method switch { IndexMethod.Hash => RelationRows.Hash, IndexMethod.Hnsw => RelationRows.Hnsw, _ => RelationRows.BTree };
        return Classes.TryGetValue((name, methodOid), out var found) ? found.Oid : 0;
    }

    private static bool IsDefault(string name) => !name.Contains("_pattern_", StringComparison.Ordinal) && !name.StartsWith("varchar", StringComparison.Ordinal)
        && !(name.EndsWith("_ip_ops", StringComparison.Ordinal) || name.EndsWith("_cosine_ops", StringComparison.Ordinal) || name.EndsWith("_l1_ops", StringComparison.Ordinal)
            || name.EndsWith("_l2_ops", StringComparison.Ordinal) || name.EndsWith("_jaccard_ops", StringComparison.Ordinal) || name.EndsWith("_hamming_ops", StringComparison.Ordinal));

    // pgvector's types are where CREATE EXTENSION would put them.
    private static uint NamespaceOf(TypeKind kind) => kind is TypeKind.Vector or TypeKind.HalfVec or TypeKind.SparseVec ? ObjectOids.PublicSchema : ObjectOids.PgCatalogSchema;

    private static object?[] Base(SqlType type)
    {
        var length = LengthOf(type);
        var element = type.Kind switch
        {
            TypeKind.Int2Vector => TypeOids.OidOf(SqlType.SmallInt),
            TypeKind.OidVector => TypeOids.OidOf(SqlType.Oid),
            TypeKind.Name => TypeOids.OidOf(SqlType.InternalChar),
            _ => 0u,
        };
        var isPseudo = type.Kind is TypeKind.Record or TypeKind.Void or TypeKind.Unknown;
        return Type.Row(
            ("oid", TypeOids.OidOf(type)), ("typname", TypeOids.NameOf(type)), ("typnamespace", NamespaceOf(type.Kind)), ("typowner", ObjectOids.Owner), ("typlen", length),
            ("typbyval", length is > 0 and <= 8), ("typtype", isPseudo ? 'p' : 'b'), ("typcategory", type.Kind is TypeKind.Unknown ? 'X' : CastCatalog.Category(type)),
            ("typispreferred", CastCatalog.IsPreferred(type)), ("typisdefined", true), ("typdelim", ','), ("typelem", element), ("typarray", TypeOids.ArrayOidOf(type)),
            ("typalign", length == 8 ? 'd' : 'i'), ("typstorage", length > 0 ? 'p' : 'x'), ("typtypmod", -1), ("typcollation", CollationOf(type)));
    }

    private static object?[] ArrayType(SqlType element) => Type.Row(
        ("oid", TypeOids.ArrayOidOf(element)), ("typname", "_" + TypeOids.NameOf(element)), ("typnamespace", NamespaceOf(element.Kind)), ("typowner", ObjectOids.Owner),
        ("typlen", -1), ("typtype", 'b'), ("typcategory", 'A'), ("typisdefined", true), ("typdelim", ','), ("typelem", TypeOids.OidOf(element)),
        ("typinput", FunctionOids.ArrayInput), ("typreceive", FunctionOids.ArrayReceive), ("typalign", 'i'), ("typstorage", 'x'), ("typtypmod", -1),
        ("typcollation", CollationOf(element)));

    private static IEnumerable<object?[]> Functions() =>
        new[] { (FunctionOids.ArrayInput, "array_in"), (FunctionOids.ArrayReceive, "array_recv") }
            .Select(item => Procedure.Row(("oid", item.Item1), ("proname", item.Item2), ("pronamespace", ObjectOids.PgCatalogSchema), ("proowner", ObjectOids.Owner),
                ("prolang", 12u), ("prokind", 'f'), ("provolatile", 's'), ("proparallel", 's'), ("prorettype", 2277u), ("prosrc", item.Item2)))
            .Concat(FunctionOids.All.Where(entry => char.IsLetter(entry.Name[0])).Select(entry => Procedure.Row(
                ("oid", entry.Oid), ("proname", entry.Name), ("pronamespace", ObjectOids.PgCatalogSchema), ("proowner", ObjectOids.Owner), ("prolang", 12u),
                ("prokind", entry.Kind), ("proisstrict", entry.Kind == 'f'), ("provolatile", entry.Volatility), ("proparallel", 's'), ("pronargs", entry.Parameters.Length),
                ("prorettype", FunctionOids.TypeOf(entry.Result.Kind, entry.Result.Type)), ("proargtypes", ArgumentsOf(entry)), ("prosrc", entry.Name))));

    private static uint[] ArgumentsOf(FunctionEntry entry) => [.. entry.Parameters.Select(parameter => FunctionOids.TypeOf(parameter.Kind, parameter.Type))];

    private static IEnumerable<object?[]> Operators() => FunctionOids.All.Where(entry => !char.IsLetter(entry.Name[0]) && entry.Parameters.Length is 1 or 2).Select(entry => Operator.Row(
        ("oid", entry.Oid), ("oprname", entry.Name), ("oprnamespace", ObjectOids.PgCatalogSchema), ("oprowner", ObjectOids.Owner), ("oprkind", entry.Parameters.Length == 1 ? 'l' : 'b'),
        ("oprleft", entry.Parameters.Length == 1 ? 0u : ArgumentsOf(entry)[0]), ("oprright", ArgumentsOf(entry)[^1]),
        ("oprresult", FunctionOids.TypeOf(entry.Result.Kind, entry.Result.Type))));

    private static IEnumerable<object?[]> Casts()
    {
        var oid = 19_000u;
        foreach (var from in TypeOids.All)
        {
            foreach (var to in TypeOids.All)
            {
                if (from.Oid == to.Oid || from.Oid == TypeOids.Unknown || to.Oid == TypeOids.Unknown || CastCatalog.Find(from.Type, to.Type) is not { } context)
                    continue;
                yield return Cast.Row(
                    ("oid", oid++), ("castsource", from.Oid), ("casttarget", to.Oid), ("castcontext", "iae"[(int)context]), ("castmethod", 'i'));
            }
        }
    }
}
