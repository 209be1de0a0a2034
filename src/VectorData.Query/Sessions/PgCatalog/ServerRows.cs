using VectorData.Core.Sessions;
using VectorData.Query.Settings;

namespace VectorData.Query.Sessions.PgCatalog;

/// <summary>Schemas, users, the database, settings, sessions, statistics.</summary>
internal static class ServerRows
{
    public const string Owner = SessionOptions.DefaultUser;
    private const string VectorVersion = "0.8.0";
    private const string VectorComment = "vector data type and hnsw access method";
    private const uint DefaultTablespace = 1663;
    public const uint Extension = 16_380;

    private static readonly CatalogShape Database = CatalogShapes.Of("pg_database");
    private static readonly CatalogShape Roles = CatalogShapes.Of("pg_roles");
    private static readonly CatalogShape Settings = CatalogShapes.Of("pg_settings");
    private static readonly CatalogShape Activity = CatalogShapes.Of("pg_stat_activity");

    public static IEnumerable<SystemTable> Tables(SqlEngine engine) =>
    [
        CatalogShapes.Of("pg_namespace").Table(catalog => catalog.Schemas.Concat(["pg_catalog", "information_schema", "vectordata"]).Select(schema =>
            CatalogShapes.Of("pg_namespace").Row(("oid", ObjectOids.OfSchema(schema)), ("nspname", schema), ("nspowner", ObjectOids.Owner)))),
        Database.Table(_ =>
        [
            Database.Row(
                ("oid", ObjectOids.Database), ("datname", engine.Name), ("datdba", ObjectOids.Owner), ("encoding", 6), ("datlocprovider", 'c'), ("datallowconn", true),
                ("datconnlimit", -1), ("dattablespace", DefaultTablespace), ("datcollate", "C"), ("datctype", "C")),
        ]),
        Roles.Table(_ => [Roles.Row(UserCells())]),
        CatalogShapes.Of("pg_authid").Table(_ => [CatalogShapes.Of("pg_authid").Row(UserCells())]),
        CatalogShapes.Of("pg_user").Table(_ =>
        [
            CatalogShapes.Of("pg_user").Row(("usename", Owner), ("usesysid", ObjectOids.Owner), ("usecreatedb", true), ("usesuper", true), ("userepl", true), ("usebypassrls", true), ("passwd", "********")),
        ]),
        CatalogShapes.Of("pg_tablespace").Table(_ =>
        [
            CatalogShapes.Of("pg_tablespace").Row(("oid", DefaultTablespace), ("spcname", "pg_default"), ("spcowner", ObjectOids.Owner)),
        ]),
        CatalogShapes.Of("pg_extension").Table(_ =>
        [
            CatalogShapes.Of("pg_extension").Row(
                ("oid", Extension), ("extname", "vector"), ("extowner", ObjectOids.Owner), ("extnamespace", ObjectOids.PublicSchema), ("extversion", VectorVersion)),
        ]),
        CatalogShapes.Of("pg_available_extensions").Table(_ =>
        [
            CatalogShapes.Of("pg_available_extensions").Row(("name", "vector"), ("default_version", VectorVersion), ("installed_version", VectorVersion), ("comment", VectorComment)),
        ]),
        CatalogShapes.Of("pg_available_extension_versions").Table(_ =>
        [
            CatalogShapes.Of("pg_available_extension_versions").Row(("name", "vector"), ("version", VectorVersion), ("installed", true), ("superuser", true), ("relocatable", true), ("comment", VectorComment)),
        ]),
        Settings.Table(_ => SettingCatalog.All.Select(setting => Settings.Row(
            ("name", setting.Name), ("setting", engine.DefaultSettings.Get(setting.Name)), ("short_desc", setting.Description), ("boot_val", setting.Default),
            ("reset_val", setting.Default), ("context", setting.IsReadOnly ? "internal" : "user"), ("vartype", setting.Kind.ToString().ToLowerInvariant()), ("source", "default"),
            ("category", "Settings")))),
        Activity.Table(_ => engine.Sessions.Select(item => SessionRow(engine, item.Key)), isLive: true),
        TableStatistics(engine, "pg_stat_user_tables"),
        TableStatistics(engine, "pg_stat_all_tables"),
    ];

    private static (string, object?)[] UserCells() =>
    [
        ("oid", ObjectOids.Owner), ("rolname", Owner), ("rolsuper", true), ("rolinherit", true), ("rolcreaterole", true), ("rolcreatedb", true), ("rolcanlogin", true),
        ("rolreplication", true), ("rolbypassrls", true), ("rolconnlimit", -1),
    ];

    private static object?[] SessionRow(SqlEngine engine, EmbeddedSession session) => Activity.Row(
        ("datid", ObjectOids.Database), ("datname", session.Options.DatabaseName ?? engine.Name), ("pid", session.Facts.ProcessId), ("usesysid", ObjectOids.Owner),
        ("usename", session.Options.UserName), ("application_name", session.Settings.Current.Get(SettingCatalog.ApplicationName)), ("backend_start", session.Started),
        ("state", session.IsRunning ? "active" : session.Status switch
        {
            TransactionStatus.InTransaction => "idle in transaction",
            TransactionStatus.Failed => "idle in transaction (aborted)",
            _ => "idle",
        }),
        ("query", session.LastStatement), ("backend_type", "client backend"));

    private static SystemTable TableStatistics(SqlEngine engine, string name)
    {
        var shape = CatalogShapes.Of(name);
        return shape.Table(
            _ => engine.Storage.Statistics().Tables.Select(table => shape.Row(
                ("relid", ObjectOids.Of(table.Table.Id)), ("schemaname", table.Table.Schema), ("relname", table.Table.Name),
                ("n_live_tup", (long)table.LiveRows), ("n_dead_tup", (long)table.DeletedRows))),
            isLive: true);
    }
}
