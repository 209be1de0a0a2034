using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;
using VectorData.EntityFrameworkCore.Infrastructure;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Chooses VectorData as the database of a context.</summary>
public static class VectorDbContextOptionsBuilderExtensions
{
    /// <summary>VectorData without a connection: give one by <c>Database.SetConnectionString</c> or <c>SetDbConnection</c> before the first query.</summary>
    public static DbContextOptionsBuilder UseVectorData(
        this DbContextOptionsBuilder optionsBuilder,
        Action<VectorDbDbContextOptionsBuilder>? vectorDataOptionsAction = null) =>
        Use(optionsBuilder, ExtensionOf(optionsBuilder), vectorDataOptionsAction);

    /// <summary>
    /// VectorData by a connection string: <c>Data Source=folder</c>, <c>Data Source=:memory:</c> or <c>Host=…</c>. A database in memory lives as long as
    /// its connection: keep one open, name it with <c>Cache=Shared</c>, or give a <see cref="DbDataSource"/>.
    /// </summary>
    public static DbContextOptionsBuilder UseVectorData(
        this DbContextOptionsBuilder optionsBuilder,
        string? connectionString,
        Action<VectorDbDbContextOptionsBuilder>? vectorDataOptionsAction = null) =>
        Use(
            optionsBuilder,
            (VectorDataOptionsExtension)ExtensionOf(optionsBuilder).WithConnectionString(connectionString),
            vectorDataOptionsAction);

    /// <summary>VectorData by a connection, which stays the caller's to dispose.</summary>
    public static DbContextOptionsBuilder UseVectorData(
        this DbContextOptionsBuilder optionsBuilder,
        DbConnection connection,
        Action<VectorDbDbContextOptionsBuilder>? vectorDataOptionsAction = null) =>
        UseVectorData(optionsBuilder, connection, contextOwnsConnection: false, vectorDataOptionsAction);

    /// <summary>VectorData by a connection that the context disposes when <paramref name="contextOwnsConnection"/> is true.</summary>
    public static DbContextOptionsBuilder UseVectorData(
        this DbContextOptionsBuilder optionsBuilder,
        DbConnection connection,
        bool contextOwnsConnection,
        Action<VectorDbDbContextOptionsBuilder>? vectorDataOptionsAction = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Use(
            optionsBuilder,
            (VectorDataOptionsExtension)ExtensionOf(optionsBuilder).WithConnection(connection, contextOwnsConnection),
            vectorDataOptionsAction);
    }

    /// <summary>VectorData by a data source: all its connections see one database, in memory too. It stays the caller's to dispose.</summary>
    public static DbContextOptionsBuilder UseVectorData(
        this DbContextOptionsBuilder optionsBuilder,
        DbDataSource dataSource,
        Action<VectorDbDbContextOptionsBuilder>? vectorDataOptionsAction = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return Use(optionsBuilder, ExtensionOf(optionsBuilder).WithDataSource(dataSource), vectorDataOptionsAction);
    }

    /// <inheritdoc cref="UseVectorData(DbContextOptionsBuilder, Action{VectorDbDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseVectorData<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        Action<VectorDbDbContextOptionsBuilder>? vectorDataOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseVectorData((DbContextOptionsBuilder)optionsBuilder, vectorDataOptionsAction);

    /// <inheritdoc cref="UseVectorData(DbContextOptionsBuilder, string?, Action{VectorDbDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseVectorData<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        string? connectionString,
        Action<VectorDbDbContextOptionsBuilder>? vectorDataOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseVectorData((DbContextOptionsBuilder)optionsBuilder, connectionString, vectorDataOptionsAction);

    /// <inheritdoc cref="UseVectorData(DbContextOptionsBuilder, DbConnection, Action{VectorDbDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseVectorData<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        DbConnection connection,
        Action<VectorDbDbContextOptionsBuilder>? vectorDataOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseVectorData((DbContextOptionsBuilder)optionsBuilder, connection, vectorDataOptionsAction);

    /// <inheritdoc cref="UseVectorData(DbContextOptionsBuilder, DbConnection, bool, Action{VectorDbDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseVectorData<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        DbConnection connection,
        bool contextOwnsConnection,
        Action<VectorDbDbContextOptionsBuilder>? vectorDataOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseVectorData(
            (DbContextOptionsBuilder)optionsBuilder, connection, contextOwnsConnection, vectorDataOptionsAction);

    /// <inheritdoc cref="UseVectorData(DbContextOptionsBuilder, DbDataSource, Action{VectorDbDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseVectorData<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        DbDataSource dataSource,
        Action<VectorDbDbContextOptionsBuilder>? vectorDataOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseVectorData((DbContextOptionsBuilder)optionsBuilder, dataSource, vectorDataOptionsAction);

    private static VectorDataOptionsExtension ExtensionOf(DbContextOptionsBuilder optionsBuilder)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        return optionsBuilder.Options.FindExtension<VectorDataOptionsExtension>() is { } existing
            ? new VectorDataOptionsExtension(existing)
            : new VectorDataOptionsExtension();
    }

    private static DbContextOptionsBuilder Use(
        DbContextOptionsBuilder optionsBuilder,
        VectorDataOptionsExtension extension,
        Action<VectorDbDbContextOptionsBuilder>? action)
    {
        ((IDbContextOptionsBuilderInfrastructure)optionsBuilder).AddOrUpdateExtension(extension);
        action?.Invoke(new VectorDbDbContextOptionsBuilder(optionsBuilder));
        return optionsBuilder;
    }
}
