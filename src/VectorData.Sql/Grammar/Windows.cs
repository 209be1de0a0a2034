using Superpower;
using VectorData.Sql.Syntax;
using VectorData.Sql.Tokens;
using Token = Superpower.Parsers.Token;

namespace VectorData.Sql.Grammar;

/// <summary>Window specifications and their frames.</summary>
internal static class Windows
{
    private static readonly TokenListParser<SqlToken, FrameBound> OffsetBound =
        from offset in Expressions.Any
        from kind in Combine.ByFirst(
            (SqlToken.Preceding, Token.EqualTo(SqlToken.Preceding).Value(FrameBoundKind.Preceding)),
            (SqlToken.Following, Token.EqualTo(SqlToken.Following).Value(FrameBoundKind.Following)))
        select new FrameBound(offset.Position, kind, offset);

    private static readonly TokenListParser<SqlToken, FrameBound> UnboundedBound =
        from word in Token.EqualTo(SqlToken.Unbounded)
        from kind in Combine.ByFirst(
            (SqlToken.Preceding, Token.EqualTo(SqlToken.Preceding).Value(FrameBoundKind.UnboundedPreceding)),
            (SqlToken.Following, Token.EqualTo(SqlToken.Following).Value(FrameBoundKind.UnboundedFollowing)))
        select new FrameBound(word.Start(), kind, null);

    private static readonly TokenListParser<SqlToken, FrameBound> CurrentRow =
        Combine.Phrase(SqlToken.Current, SqlToken.Row).Select(word => new FrameBound(word.Start(), FrameBoundKind.CurrentRow, null));

    private static readonly TokenListParser<SqlToken, FrameBound> Bound = Combine.Choose(
        input => input.Kind() == SqlToken.Unbounded,
        UnboundedBound,
        Combine.Choose(input => input.Kind() == SqlToken.Current && input.Kind(1) == SqlToken.Row, CurrentRow, OffsetBound));

    private static readonly TokenListParser<SqlToken, (FrameBound Start, FrameBound? End)> Bounds = Combine.Choose(
        input => input.Kind() == SqlToken.Between,
        from word in Token.EqualTo(SqlToken.Between)
        from start in Bound
        from and in Token.EqualTo(SqlToken.And)
        from end in Bound
        select (start, (FrameBound?)end),
        Bound.Select(start => (start, (FrameBound?)null)));

    private static readonly TokenListParser<SqlToken, FrameExclusion> Exclusion =
        Token.EqualTo(SqlToken.Exclude).IgnoreThen(Combine.ByFirst(
                (SqlToken.No, Combine.Phrase(SqlToken.No, SqlToken.Others).Value(FrameExclusion.NoOthers)),
                (SqlToken.Current, Combine.Phrase(SqlToken.Current, SqlToken.Row).Value(FrameExclusion.CurrentRow)),
                (SqlToken.Group, Token.EqualTo(SqlToken.Group).Value(FrameExclusion.Group)),
                (SqlToken.Ties, Token.EqualTo(SqlToken.Ties).Value(FrameExclusion.Ties))))
            .Maybe(FrameExclusion.NoOthers, SqlToken.Exclude);

    private static readonly TokenListParser<SqlToken, WindowFrame> Frame =
        from position in Combine.Here
        from unit in Combine.ByFirst(
            (SqlToken.Range, Token.EqualTo(SqlToken.Range).Value(FrameUnit.Range)),
            (SqlToken.Rows, Token.EqualTo(SqlToken.Rows).Value(FrameUnit.Rows)),
            (SqlToken.Groups, Token.EqualTo(SqlToken.Groups).Value(FrameUnit.Groups)))
        from bounds in Bounds
        from exclusion in Exclusion
        select new WindowFrame(position, unit, bounds.Start, bounds.End, exclusion);

    /// <summary>OVER name.</summary>
    public static readonly TokenListParser<SqlToken, WindowSpecification> Reference =
        Names.Name.Select(name => new WindowSpecification(name.Position, true, name, [], [], null));

    /// <summary>([base] [PARTITION BY …] [ORDER BY …] [frame]).</summary>
    public static readonly TokenListParser<SqlToken, WindowSpecification> Specification =
        from position in Combine.Here
        from window in (from name in Names.Name.MaybeWhen(input => Keywords.IsColumnName(input.Kind()) && !FrameOrPartitionStarts(input.Kind()))
                        from partition in Expressions.List.ListAfter(SqlToken.Partition, SqlToken.By)
                        from order in Ordering.OrderBy
                        from frame in Frame.MaybeWhen(input => FrameOrPartitionStarts(input.Kind()))
                        select new WindowSpecification(position, false, name, partition, order, frame)).InParens()
        select window;

    private static bool FrameOrPartitionStarts(SqlToken kind) =>
        kind is SqlToken.Partition or SqlToken.Range or SqlToken.Rows or SqlToken.Groups;
}
