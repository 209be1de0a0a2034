using VectorData.Core.Schema;

namespace VectorData.Query.Binding.Functions;

internal enum PatternKind : byte
{
    /// <summary>Exactly one type (modifiers aside).</summary>
    Exact,

    /// <summary>"any": whatever it is, unknown becomes text.</summary>
    Any,

    /// <summary>anyelement: all of a call's are one type.</summary>
    AnyElement,

    /// <summary>anyarray: an array whose elements are anyelement.</summary>
    AnyArray,

    /// <summary>anycompatible, anycompatiblearray: converted to one common type.</summary>
    AnyCompatible,
    AnyCompatibleArray,
}

/// <summary>What a parameter accepts.</summary>
internal readonly record struct ParameterPattern(PatternKind Kind, SqlType Type)
{
    public static ParameterPattern Of(SqlType type) => new(PatternKind.Exact, type);

    public override string ToString() => Kind switch
    {
        PatternKind.Exact => Type.ToString(),
        PatternKind.Any => "\"any\"",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}

/// <summary>What a call gives: one type, or one that follows from the arguments.</summary>
internal readonly record struct ResultPattern(PatternKind Kind, SqlType Type)
{
    public static ResultPattern Of(SqlType type) => new(PatternKind.Exact, type);
}
