using VectorData.Query.Evaluation;
using VectorData.Query.Settings;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Sessions;

/// <summary>What expressions may ask of the session, and the settings as SHOW and SET have them.</summary>
internal sealed class SessionFacts(EmbeddedSession session) : ISessionFacts
{
    private PgCatalog.CatalogObjects? _objects;

    public string CurrentUser => session.Options.UserName;

    public string CurrentDatabase => session.Options.DatabaseName ?? session.Engine.Name;

    public int ProcessId => session.Options.ProcessId ?? Environment.ProcessId;

    public ICatalogFacts Objects => _objects ??= new PgCatalog.CatalogObjects(session);

    public string CurrentSchema =>
        session.Settings.Current.SearchPath.FirstOrDefault(session.Transactions.CurrentCatalog.Schemas.Contains) ?? Core.Schema.Catalog.DefaultSchema;

    public string Version { get; } =
        $"PostgreSQL {SettingCatalog.ServerVersion} (VectorData {typeof(SessionFacts).Assembly.GetName().Version?.ToString(3)}) on .NET {Environment.Version}, 64-bit";

    public string? GetSetting(string name)
    {
        var setting = SettingCatalog.Find(name);
        if (setting is null)
            return session.Settings.Current.Get(name);
        var block = session.Transactions.Block;
        return setting.Name switch
        {
            SettingCatalog.TransactionIsolation => block is null
                ? session.Settings.Current.DefaultIsolation
                : SessionTransactions.LevelName(block.Isolation),
            SettingCatalog.TransactionReadOnly => (block?.IsReadOnly ?? session.Transactions.StartsReadOnly) ? "on" : "off",
            _ => setting.Display(session.Settings.Current.Get(setting.Name)!),
        };
    }

    public void SetSetting(string name, string value, bool isLocal)
    {
        switch (SettingCatalog.Find(name))
        {
            case { Name: SettingCatalog.TransactionIsolation } setting:
                session.Transactions.SetModes(new TransactionModes(SessionTransactions.ParseLevel(setting.Canonical(value)), null, null));
                break;
            case { Name: SettingCatalog.TransactionReadOnly } setting:
                session.Transactions.SetModes(new TransactionModes(null, setting.Canonical(value) == "on", null));
                break;
            case { Name: SettingCatalog.DefaultTransactionIsolation } setting:
                TransactionBlock.Level(SessionTransactions.ParseLevel(setting.Canonical(value)));
                session.Settings.Set(name, value, isLocal);
                break;
            default:
                session.Settings.Set(name, value, isLocal && session.Transactions.Block is not null);
                break;
        }
    }
}
