using VectorData.Core.Schema;
using VectorData.Core.Sessions;
using VectorData.Query.Binding.Expressions;

namespace VectorData.Query.Binding.Queries;

/// <summary>
/// A query that is bound but for the types of result columns that are still unknown (untyped literals and parameters):
/// the place where it stands settles them.
/// </summary>
internal abstract class QueryPart
{
    /// <summary>The result columns' names.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>The result columns as far as they are known; an expression of unknown type is a literal or a parameter.</summary>
    public abstract IReadOnlyList<BoundExpression> Items { get; }

    /// <summary>Where in the text each column stands.</summary>
    public abstract int PositionOf(int item);

    /// <summary>The relation with a column for each item, of the given type where one is given.</summary>
    public abstract BoundQuery Build(QueryBinder binder, IReadOnlyList<SqlType>? types);

    /// <summary>The relation and expressions below the result columns when the part is no more than that; for queries that can melt into an outer one.</summary>
    public virtual (BoundRelation Relation, IReadOnlyList<BoundExpression> Items)? Open(QueryBinder binder) => null;

    /// <summary>The types given, or text for what is still unknown.</summary>
    public IReadOnlyList<SqlType> SettledTypes() =>
        [.. Items.Select(item => item.Type.Kind == TypeKind.Unknown ? SqlType.Text : item.Type)];

    /// <summary>Converts columns of a built query where they are not of the types wanted.</summary>
    protected static BoundQuery Convert(BoundQuery query, QueryBinder binder, IReadOnlyList<SqlType>? types)
    {
        if (types is null || query.Outputs.Select(output => output.Column.Type).SequenceEqual(types))
            return query;
        var assignments = new List<BoundAssignment>();
        var outputs = new List<BoundOutput>();
        for (var i = 0; i < query.Outputs.Count; i++)
        {
            var output = query.Outputs[i];
            if (output.Column.Type == types[i])
            {
                assignments.Add(new BoundAssignment(output.Column, output.Column));
                outputs.Add(output);
                continue;
            }

            var converted = binder.Expressions.Coerce(output.Column, types[i]);
            var column = binder.Context.NewColumn(output.Description.Name, converted.Type, output.Column.NotNull);
            assignments.Add(new BoundAssignment(column, converted));
            outputs.Add(new BoundOutput(new ResultColumn(output.Description.Name, converted.Type), column));
        }

        return query with { Relation = new BoundProject(query.Relation, assignments, keepsInput: false), Outputs = outputs };
    }
}
