namespace VectorData.Sql.Syntax;

/// <summary>SET [SESSION | LOCAL] name = values | DEFAULT. SET TIME ZONE sets "timezone"; SET NAMES sets "client_encoding".</summary>
/// <remarks>Names with dots (hnsw.ef_search) are one string. LOCAL and DEFAULT as zone give <see cref="IsDefault"/>.</remarks>
public sealed record SetStatement(int Position, string Name, bool Local, bool IsDefault, IReadOnlyList<SettingValue> Values) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Values;
}

/// <summary>A value of SET as text; <see cref="IsString"/> when it was a quoted string.</summary>
public sealed record SettingValue(int Position, string Text, bool IsString) : SyntaxNode(Position);

/// <summary>SHOW name; SHOW ALL when the name is null.</summary>
public sealed record ShowStatement(int Position, string? Name) : Statement(Position);

/// <summary>RESET name; RESET ALL when the name is null.</summary>
public sealed record ResetStatement(int Position, string? Name) : Statement(Position);

public enum ExplainFormat
{
    Text,
    Json,
    Xml,
    Yaml,
}

/// <summary>EXPLAIN [ANALYZE] [VERBOSE] statement or EXPLAIN (options) statement.</summary>
public sealed record ExplainStatement(int Position, Statement Statement) : Statement(Position)
{
    public bool Analyze { get; init; }

    public bool Verbose { get; init; }

    public bool Costs { get; init; } = true;

    public bool Buffers { get; init; }

    public bool Summary { get; init; }

    /// <summary>On unless TIMING false was said.</summary>
    public bool Timing { get; init; } = true;

    public bool Settings { get; init; }

    public bool Wal { get; init; }

    public ExplainFormat Format { get; init; }

    public override IEnumerable<SyntaxNode?> Children => [Statement];
}

/// <summary>VACUUM [FULL] [FREEZE] [VERBOSE] [ANALYZE] [tables].</summary>
public sealed record VacuumStatement(int Position, bool Full, bool Freeze, bool Verbose, bool Analyze, IReadOnlyList<QualifiedName> Tables)
    : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Tables;
}

/// <summary>ANALYZE [VERBOSE] [tables].</summary>
public sealed record AnalyzeStatement(int Position, bool Verbose, IReadOnlyList<QualifiedName> Tables) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => Tables;
}

/// <summary>CHECKPOINT.</summary>
public sealed record CheckpointStatement(int Position) : Statement(Position);

public enum DiscardTarget
{
    All,
    Plans,
    Sequences,
    Temporary,
}

/// <summary>DISCARD ALL | PLANS | SEQUENCES | TEMP.</summary>
public sealed record DiscardStatement(int Position, DiscardTarget Target) : Statement(Position);

/// <summary>PREPARE name [(types)] AS statement.</summary>
public sealed record PrepareStatement(int Position, Identifier Name, IReadOnlyList<TypeName> Types, Statement Statement) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, .. Types, Statement];
}

/// <summary>EXECUTE name [(values)].</summary>
public sealed record ExecuteStatement(int Position, Identifier Name, IReadOnlyList<Expression> Arguments) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name, .. Arguments];
}

/// <summary>DEALLOCATE [PREPARE] name; ALL when the name is null.</summary>
public sealed record DeallocateStatement(int Position, Identifier? Name) : Statement(Position)
{
    public override IEnumerable<SyntaxNode?> Children => [Name];
}
