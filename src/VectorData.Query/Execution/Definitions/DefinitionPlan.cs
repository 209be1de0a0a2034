using VectorData.Core.Errors;
using VectorData.Query.Execution.Statements;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Execution.Definitions;

/// <summary>A statement that changes definitions: bound against the catalog when it runs, under the catalog's lock.</summary>
internal sealed class DefinitionPlan(string command, Action<DefinitionScope> run) : StatementPlan
{
    public override string Command => command;

    // Waiting for the catalog makes the newest one visible, so there is nothing to run again for.
    public override bool CanRestart => false;

    public static DefinitionPlan For(Statement statement) => statement switch
    {
        CreateTableStatement create => new("CREATE TABLE", scope => TableDefiner.Create(scope, create)),
        AlterTableStatement alter => new("ALTER TABLE", scope => TableAlterer.Alter(scope, alter)),
        DropStatement drop => new("DROP " + Name(drop.Kind), scope => ObjectDropper.Drop(scope, drop)),
        CreateIndexStatement create => new("CREATE INDEX", scope => IndexDefiner.Create(scope, create)),
        SetIndexOptionsStatement set => new("ALTER INDEX", scope => IndexDefiner.SetOptions(scope, set)),
        ReindexStatement reindex => new("REINDEX", scope => IndexDefiner.Rebuild(scope, reindex)),
        CreateSequenceStatement create => new("CREATE SEQUENCE", scope => SequenceDefiner.Create(scope, create)),
        AlterSequenceStatement alter => new("ALTER SEQUENCE", scope => SequenceDefiner.Alter(scope, alter)),
        RenameStatement rename => new("ALTER " + Name(rename.Kind), scope => ObjectRenamer.Rename(scope, rename)),
        SetSchemaStatement set => new("ALTER " + Name(set.Kind), scope => ObjectRenamer.SetSchema(scope, set)),
        CreateSchemaStatement create => new("CREATE SCHEMA", scope => SchemaDefiner.Create(scope, create)),
        CreateExtensionStatement create => new("CREATE EXTENSION", scope => SchemaDefiner.CreateExtension(scope, create)),
        CommentStatement comment => new("COMMENT", scope => SchemaDefiner.Comment(scope, comment)),
        _ => throw new VectorDbException(SqlStates.FeatureNotSupported, "this statement is not supported") { Position = statement.Position + 1 },
    };

    public override StatementOutcome Run(StatementContext context)
    {
        run(new DefinitionScope(context));
        return StatementOutcome.Of(command);
    }

    private static string Name(ObjectKind kind) => kind switch
    {
        ObjectKind.MaterializedView => "MATERIALIZED VIEW",
        _ => kind.ToString().ToUpperInvariant(),
    };
}
