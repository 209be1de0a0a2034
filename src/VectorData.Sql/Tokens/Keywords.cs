using System.Collections.Frozen;

namespace VectorData.Sql.Tokens;

/// <summary>Where a keyword may stand as a name, as PostgreSQL's Appendix C sorts them.</summary>
internal enum KeywordCategory
{
    /// <summary>Free everywhere.</summary>
    Unreserved,

    /// <summary>May name a column or table, not a function or type.</summary>
    ColumnName,

    /// <summary>May name a function or type, not a column or table.</summary>
    TypeOrFunctionName,

    /// <summary>Only after AS or a dot.</summary>
    Reserved,
}

/// <summary>The keywords, their categories and spellings.</summary>
internal static class Keywords
{
    private static readonly SqlToken[] ReservedWords =
    [
        SqlToken.All, SqlToken.Analyse, SqlToken.Analyze, SqlToken.And, SqlToken.Any, SqlToken.Array, SqlToken.As,
        SqlToken.Asc, SqlToken.Asymmetric, SqlToken.Both, SqlToken.Case, SqlToken.Cast, SqlToken.Check, SqlToken.Collate,
        SqlToken.Column, SqlToken.Constraint, SqlToken.Create, SqlToken.CurrentCatalog, SqlToken.CurrentDate,
        SqlToken.CurrentRole, SqlToken.CurrentTime, SqlToken.CurrentTimestamp, SqlToken.CurrentUser, SqlToken.Default,
        SqlToken.Deferrable, SqlToken.Desc, SqlToken.Distinct, SqlToken.Do, SqlToken.Else, SqlToken.End, SqlToken.Except,
        SqlToken.False, SqlToken.Fetch, SqlToken.For, SqlToken.Foreign, SqlToken.From, SqlToken.Grant, SqlToken.Group,
        SqlToken.Having, SqlToken.In, SqlToken.Initially, SqlToken.Intersect, SqlToken.Into, SqlToken.Lateral,
        SqlToken.Leading, SqlToken.Limit, SqlToken.LocalTime, SqlToken.LocalTimestamp, SqlToken.Not, SqlToken.Null,
        SqlToken.Offset, SqlToken.On, SqlToken.Only, SqlToken.Or, SqlToken.Order, SqlToken.Placing, SqlToken.Primary,
        SqlToken.References, SqlToken.Returning, SqlToken.Select, SqlToken.SessionUser, SqlToken.Some, SqlToken.Symmetric,
        SqlToken.Table, SqlToken.Then, SqlToken.To, SqlToken.Trailing, SqlToken.True, SqlToken.Union, SqlToken.Unique,
        SqlToken.User, SqlToken.Using, SqlToken.Variadic, SqlToken.When, SqlToken.Where, SqlToken.Window, SqlToken.With,
    ];

    private static readonly SqlToken[] ColumnNameWords =
    [
        SqlToken.Between, SqlToken.BigInt, SqlToken.Bit, SqlToken.Boolean, SqlToken.Char, SqlToken.Character,
        SqlToken.Coalesce, SqlToken.Dec, SqlToken.Decimal, SqlToken.Exists, SqlToken.Extract, SqlToken.Float,
        SqlToken.Greatest, SqlToken.Grouping, SqlToken.InOut, SqlToken.Int, SqlToken.Integer, SqlToken.Interval,
        SqlToken.Least, SqlToken.National, SqlToken.NChar, SqlToken.None, SqlToken.Normalize, SqlToken.NullIf,
        SqlToken.Numeric, SqlToken.Out, SqlToken.Overlay, SqlToken.Position, SqlToken.Precision, SqlToken.Real, SqlToken.Row,
        SqlToken.SetOf, SqlToken.SmallInt, SqlToken.Substring, SqlToken.Time, SqlToken.Timestamp, SqlToken.Treat,
        SqlToken.Trim, SqlToken.Values, SqlToken.Varchar,
    ];

    private static readonly SqlToken[] TypeOrFunctionNameWords =
    [
        SqlToken.Authorization, SqlToken.Binary, SqlToken.Collation, SqlToken.Concurrently, SqlToken.Cross,
        SqlToken.CurrentSchema, SqlToken.Freeze, SqlToken.Full, SqlToken.ILike, SqlToken.Inner, SqlToken.Is, SqlToken.IsNull,
        SqlToken.Join, SqlToken.Left, SqlToken.Like, SqlToken.Natural, SqlToken.NotNull, SqlToken.Outer, SqlToken.Overlaps,
        SqlToken.Right, SqlToken.Similar, SqlToken.TableSample, SqlToken.Verbose,
    ];

    private static readonly SqlToken[] WordsThatNeedAs =
    [
        SqlToken.Array, SqlToken.As, SqlToken.Char, SqlToken.Character, SqlToken.Create, SqlToken.Day, SqlToken.Except,
        SqlToken.Fetch, SqlToken.Filter, SqlToken.For, SqlToken.From, SqlToken.Grant, SqlToken.Group, SqlToken.Having,
        SqlToken.Hour, SqlToken.Intersect, SqlToken.Into, SqlToken.IsNull, SqlToken.Limit, SqlToken.Minute, SqlToken.Month,
        SqlToken.NotNull, SqlToken.Offset, SqlToken.On, SqlToken.Order, SqlToken.Over, SqlToken.Overlaps, SqlToken.Precision,
        SqlToken.Returning, SqlToken.Second, SqlToken.To, SqlToken.Union, SqlToken.Varying, SqlToken.Where, SqlToken.Window,
        SqlToken.With, SqlToken.Within, SqlToken.Without, SqlToken.Year,
    ];

    private const SqlToken First = SqlToken.OperatorSymbol + 1;

    /// <summary>How many kinds of tokens there are.</summary>
    public static readonly int TokenKinds = Enum.GetValues<SqlToken>().Length;

    private static readonly KeywordCategory[] Categories = Categorize();

    private static readonly bool[] NeedAs = Mark(WordsThatNeedAs);

    private static readonly FrozenDictionary<string, SqlToken> ByText =
        Enum.GetValues<SqlToken>().Where(IsKeyword).ToFrozenDictionary(Spelling, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, SqlToken>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ByText.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All keywords.</summary>
    public static IEnumerable<SqlToken> All => ByText.Values;

    public static bool IsKeyword(SqlToken token) => token >= First;

    /// <summary>The keyword that a word is, in any case; or <see cref="SqlToken.EndOfInput"/>.</summary>
    public static SqlToken Find(ReadOnlySpan<char> word) => BySpan.TryGetValue(word, out var token) ? token : SqlToken.EndOfInput;

    public static KeywordCategory Category(SqlToken keyword) => Categories[(int)keyword];

    /// <summary>A name of a column, table, alias, schema: an identifier or a keyword that is free there.</summary>
    public static bool IsColumnName(SqlToken token) => token is SqlToken.Identifier or SqlToken.QuotedIdentifier
        || (IsKeyword(token) && Category(token) is KeywordCategory.Unreserved or KeywordCategory.ColumnName);

    /// <summary>A name of a function or type.</summary>
    public static bool IsTypeOrFunctionName(SqlToken token) => token is SqlToken.Identifier or SqlToken.QuotedIdentifier
        || (IsKeyword(token) && Category(token) is KeywordCategory.Unreserved or KeywordCategory.TypeOrFunctionName);

    /// <summary>A label behind AS or a dot: any word.</summary>
    public static bool IsLabel(SqlToken token) => token is SqlToken.Identifier or SqlToken.QuotedIdentifier || IsKeyword(token);

    /// <summary>A label of a result without AS.</summary>
    public static bool IsBareLabel(SqlToken token) => token is SqlToken.Identifier or SqlToken.QuotedIdentifier
        || (IsKeyword(token) && !NeedAs[(int)token]);

    /// <summary>The keyword in upper case: CURRENT_DATE.</summary>
    public static string Spelling(SqlToken keyword) => keyword switch
    {
        SqlToken.CurrentCatalog => "CURRENT_CATALOG",
        SqlToken.CurrentDate => "CURRENT_DATE",
        SqlToken.CurrentRole => "CURRENT_ROLE",
        SqlToken.CurrentSchema => "CURRENT_SCHEMA",
        SqlToken.CurrentTime => "CURRENT_TIME",
        SqlToken.CurrentTimestamp => "CURRENT_TIMESTAMP",
        SqlToken.CurrentUser => "CURRENT_USER",
        SqlToken.SessionUser => "SESSION_USER",
        _ => keyword.ToString().ToUpperInvariant(),
    };

    private static KeywordCategory[] Categorize()
    {
        var categories = new KeywordCategory[TokenKinds];
        foreach (var word in ReservedWords)
            categories[(int)word] = KeywordCategory.Reserved;
        foreach (var word in ColumnNameWords)
            categories[(int)word] = KeywordCategory.ColumnName;
        foreach (var word in TypeOrFunctionNameWords)
            categories[(int)word] = KeywordCategory.TypeOrFunctionName;
        return categories;
    }

    private static bool[] Mark(SqlToken[] words)
    {
        var marks = new bool[TokenKinds];
        foreach (var word in words)
            marks[(int)word] = true;
        return marks;
    }
}
