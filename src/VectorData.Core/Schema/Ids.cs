namespace VectorData.Core.Schema;

/// <summary>Identifies a table for its whole life; never reused.</summary>
public readonly record struct TableId(int Value);

/// <summary>Identifies a column within its table; never reused in that table.</summary>
public readonly record struct ColumnId(int Value);

/// <summary>Identifies an index in the database; never reused.</summary>
public readonly record struct IndexId(int Value);

/// <summary>Identifies a sequence in the database; never reused.</summary>
public readonly record struct SequenceId(int Value);

/// <summary>Identifies a segment in the database; never reused.</summary>
public readonly record struct SegmentId(long Value);

/// <summary>The address of a row: a segment and the row's ordinal in it.</summary>
public readonly record struct RowId(SegmentId Segment, int Ordinal);

/// <summary>The place of a commit in the one order of all commits; 0 is the empty database.</summary>
public readonly record struct CommitSequence(long Value) : IComparable<CommitSequence>
{
    public int CompareTo(CommitSequence other) => Value.CompareTo(other.Value);

    public CommitSequence Next() => new(Value + 1);

    public static bool operator <(CommitSequence left, CommitSequence right) => left.Value < right.Value;

    public static bool operator >(CommitSequence left, CommitSequence right) => left.Value > right.Value;

    public static bool operator <=(CommitSequence left, CommitSequence right) => left.Value <= right.Value;

    public static bool operator >=(CommitSequence left, CommitSequence right) => left.Value >= right.Value;
}
