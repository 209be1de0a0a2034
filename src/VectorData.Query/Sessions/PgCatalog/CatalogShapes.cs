using System.Collections.Frozen;
using VectorData.Core.Schema;
using VectorData.Core.Values.Text;

namespace VectorData.Query.Sessions.PgCatalog;

/// <summary>The columns of PostgreSQL 15's catalogs, so that what tools select is there. Types that are not here are text; ichar is "char".</summary>
internal static class CatalogShapes
{
    private const string Text = """
        pg_aggregate: aggfnoid regproc, aggkind ichar, aggnumdirectargs smallint, aggtransfn regproc, aggfinalfn regproc, aggcombinefn regproc,
            aggserialfn regproc, aggdeserialfn regproc, aggmtransfn regproc, aggminvtransfn regproc, aggmfinalfn regproc, aggfinalextra boolean,
            aggmfinalextra boolean, aggfinalmodify ichar, aggmfinalmodify ichar, aggsortop oid, aggtranstype oid, aggtransspace integer, aggmtranstype oid,
            aggmtransspace integer, agginitval text, aggminitval text
        pg_am: oid oid, amname name, amhandler regproc, amtype ichar
        pg_amop: oid oid, amopfamily oid, amoplefttype oid, amoprighttype oid, amopstrategy smallint, amoppurpose ichar, amopopr oid, amopmethod oid,
            amopsortfamily oid
        pg_amproc: oid oid, amprocfamily oid, amproclefttype oid, amprocrighttype oid, amprocnum smallint, amproc regproc
        pg_attrdef: oid oid, adrelid oid, adnum smallint, adbin text
        pg_attribute: attrelid oid, attname name, atttypid oid, attstattarget integer, attlen smallint, attnum smallint, attndims integer,
            attcacheoff integer, atttypmod integer, attbyval boolean, attalign ichar, attstorage ichar, attcompression ichar, attnotnull boolean,
            atthasdef boolean, atthasmissing boolean, attidentity ichar, attgenerated ichar, attisdropped boolean, attislocal boolean, attinhcount integer,
            attcollation oid, attacl text[], attoptions text[], attfdwoptions text[], attmissingval text[]
        pg_auth_members: roleid oid, member oid, grantor oid, admin_option boolean
        pg_authid: oid oid, rolname name, rolsuper boolean, rolinherit boolean, rolcreaterole boolean, rolcreatedb boolean, rolcanlogin boolean,
            rolreplication boolean, rolbypassrls boolean, rolconnlimit integer, rolpassword text, rolvaliduntil timestamp with time zone
        pg_available_extension_versions: name name, version text, installed boolean, superuser boolean, trusted boolean, relocatable boolean, schema name,
            requires name[], comment text
        pg_available_extensions: name name, default_version text, installed_version text, comment text
        pg_cast: oid oid, castsource oid, casttarget oid, castfunc oid, castcontext ichar, castmethod ichar
        pg_class: oid oid, relname name, relnamespace oid, reltype oid, reloftype oid, relowner oid, relam oid, relfilenode oid, reltablespace oid,
            relpages integer, reltuples real, relallvisible integer, reltoastrelid oid, relhasindex boolean, relisshared boolean, relpersistence ichar,
            relkind ichar, relnatts smallint, relchecks smallint, relhasrules boolean, relhastriggers boolean, relhassubclass boolean, relrowsecurity boolean,
            relforcerowsecurity boolean, relispopulated boolean, relreplident ichar, relispartition boolean, relrewrite oid, relfrozenxid xid, relminmxid xid,
            relacl text[], reloptions text[], relpartbound text
        pg_collation: oid oid, collname name, collnamespace oid, collowner oid, collprovider ichar, collisdeterministic boolean, collencoding integer,
            collcollate text, collctype text, colliculocale text, collversion text
        pg_constraint: oid oid, conname name, connamespace oid, contype ichar, condeferrable boolean, condeferred boolean, convalidated boolean, conrelid oid,
            contypid oid, conindid oid, conparentid oid, confrelid oid, confupdtype ichar, confdeltype ichar, confmatchtype ichar, conislocal boolean,
            coninhcount integer, connoinherit boolean, conkey smallint[], confkey smallint[], conpfeqop oid[], conppeqop oid[], conffeqop oid[],
            confdelsetcols smallint[], conexclop oid[], conbin text
        pg_conversion: oid oid, conname name, connamespace oid, conowner oid, conforencoding integer, contoencoding integer, conproc regproc,
            condefault boolean
        pg_cursors: name text, statement text, is_holdable boolean, is_binary boolean, is_scrollable boolean, creation_time timestamp with time zone
        pg_database: oid oid, datname name, datdba oid, encoding integer, datlocprovider ichar, datistemplate boolean, datallowconn boolean,
            datconnlimit integer, datfrozenxid xid, datminmxid xid, dattablespace oid, datcollate text, datctype text, daticulocale text, datcollversion text,
            datacl text[]
        pg_db_role_setting: setdatabase oid, setrole oid, setconfig text[]
        pg_default_acl: oid oid, defaclrole oid, defaclnamespace oid, defaclobjtype ichar, defaclacl text[]
        pg_depend: classid oid, objid oid, objsubid integer, refclassid oid, refobjid oid, refobjsubid integer, deptype ichar
        pg_description: objoid oid, classoid oid, objsubid integer, description text
        pg_enum: oid oid, enumtypid oid, enumsortorder real, enumlabel name
        pg_event_trigger: oid oid, evtname name, evtevent name, evtowner oid, evtfoid oid, evtenabled ichar, evttags text[]
        pg_extension: oid oid, extname name, extowner oid, extnamespace oid, extrelocatable boolean, extversion text, extconfig oid[], extcondition text[]
        pg_foreign_data_wrapper: oid oid, fdwname name, fdwowner oid, fdwhandler oid, fdwvalidator oid, fdwacl text[], fdwoptions text[]
        pg_foreign_server: oid oid, srvname name, srvowner oid, srvfdw oid, srvtype text, srvversion text, srvacl text[], srvoptions text[]
        pg_foreign_table: ftrelid oid, ftserver oid, ftoptions text[]
        pg_index: indexrelid oid, indrelid oid, indnatts smallint, indnkeyatts smallint, indisunique boolean, indnullsnotdistinct boolean,
            indisprimary boolean, indisexclusion boolean, indimmediate boolean, indisclustered boolean, indisvalid boolean, indcheckxmin boolean,
            indisready boolean, indislive boolean, indisreplident boolean, indkey int2vector, indcollation oidvector, indclass oidvector,
            indoption int2vector, indexprs text, indpred text
        pg_indexes: schemaname name, tablename name, indexname name, tablespace name, indexdef text
        pg_inherits: inhrelid oid, inhparent oid, inhseqno integer, inhdetachpending boolean
        pg_language: oid oid, lanname name, lanowner oid, lanispl boolean, lanpltrusted boolean, lanplcallfoid oid, laninline oid, lanvalidator oid,
            lanacl text[]
        pg_locks: locktype text, database oid, relation oid, page integer, tuple smallint, virtualxid text, transactionid xid, classid oid, objid oid,
            objsubid smallint, virtualtransaction text, pid integer, mode text, granted boolean, fastpath boolean, waitstart timestamp with time zone
        pg_matviews: schemaname name, matviewname name, matviewowner name, tablespace name, hasindexes boolean, ispopulated boolean, definition text
        pg_namespace: oid oid, nspname name, nspowner oid, nspacl text[]
        pg_opclass: oid oid, opcmethod oid, opcname name, opcnamespace oid, opcowner oid, opcfamily oid, opcintype oid, opcdefault boolean, opckeytype oid
        pg_operator: oid oid, oprname name, oprnamespace oid, oprowner oid, oprkind ichar, oprcanmerge boolean, oprcanhash boolean, oprleft oid, oprright oid,
            oprresult oid, oprcom oid, oprnegate oid, oprcode regproc, oprrest regproc, oprjoin regproc
        pg_opfamily: oid oid, opfmethod oid, opfname name, opfnamespace oid, opfowner oid
        pg_partitioned_table: partrelid oid, partstrat ichar, partnatts smallint, partdefid oid, partattrs int2vector, partclass oidvector,
            partcollation oidvector, partexprs text
        pg_policies: schemaname name, tablename name, policyname name, permissive text, roles name[], cmd text, qual text, with_check text
        pg_policy: oid oid, polname name, polrelid oid, polcmd ichar, polpermissive boolean, polroles oid[], polqual text, polwithcheck text
        pg_prepared_statements: name text, statement text, prepare_time timestamp with time zone, parameter_types regtype[], from_sql boolean,
            generic_plans bigint, custom_plans bigint
        pg_prepared_xacts: transaction xid, gid text, prepared timestamp with time zone, owner name, database name
        pg_proc: oid oid, proname name, pronamespace oid, proowner oid, prolang oid, procost real, prorows real, provariadic oid, prosupport regproc,
            prokind ichar, prosecdef boolean, proleakproof boolean, proisstrict boolean, proretset boolean, provolatile ichar, proparallel ichar,
            pronargs smallint, pronargdefaults smallint, prorettype oid, proargtypes oidvector, proallargtypes oid[], proargmodes text[], proargnames text[],
            proargdefaults text, protrftypes oid[], prosrc text, probin text, prosqlbody text, proconfig text[], proacl text[]
        pg_publication: oid oid, pubname name, pubowner oid, puballtables boolean, pubinsert boolean, pubupdate boolean, pubdelete boolean,
            pubtruncate boolean, pubviaroot boolean
        pg_publication_namespace: oid oid, pnpubid oid, pnnspid oid
        pg_publication_rel: oid oid, prpubid oid, prrelid oid, prqual text, prattrs int2vector
        pg_publication_tables: pubname name, schemaname name, tablename name, attnames name[], rowfilter text
        pg_range: rngtypid oid, rngsubtype oid, rngmultitypid oid, rngcollation oid, rngsubopc oid, rngcanonical regproc, rngsubdiff regproc
        pg_rewrite: oid oid, rulename name, ev_class oid, ev_type ichar, ev_enabled ichar, is_instead boolean, ev_qual text, ev_action text
        pg_roles: rolname name, rolsuper boolean, rolinherit boolean, rolcreaterole boolean, rolcreatedb boolean, rolcanlogin boolean, rolreplication boolean,
            rolconnlimit integer, rolpassword text, rolvaliduntil timestamp with time zone, rolbypassrls boolean, rolconfig text[], oid oid
        pg_rules: schemaname name, tablename name, rulename name, definition text
        pg_sequence: seqrelid oid, seqtypid oid, seqstart bigint, seqincrement bigint, seqmax bigint, seqmin bigint, seqcache bigint, seqcycle boolean
        pg_sequences: schemaname name, sequencename name, sequenceowner name, data_type regtype, start_value bigint, min_value bigint, max_value bigint,
            increment_by bigint, cycle boolean, cache_size bigint, last_value bigint
        pg_settings: name text, setting text, unit text, category text, short_desc text, extra_desc text, context text, vartype text, source text,
            min_val text, max_val text, enumvals text[], boot_val text, reset_val text, sourcefile text, sourceline integer, pending_restart boolean
        pg_shdepend: dbid oid, classid oid, objid oid, objsubid integer, refclassid oid, refobjid oid, deptype ichar
        pg_shdescription: objoid oid, classoid oid, description text
        pg_stat_activity: datid oid, datname name, pid integer, leader_pid integer, usesysid oid, usename name, application_name text, client_addr text,
            client_hostname text, client_port integer, backend_start timestamp with time zone, xact_start timestamp with time zone,
            query_start timestamp with time zone, state_change timestamp with time zone, wait_event_type text, wait_event text, state text, backend_xid xid,
            backend_xmin xid, query_id bigint, query text, backend_type text
        pg_stat_all_indexes: relid oid, indexrelid oid, schemaname name, relname name, indexrelname name, idx_scan bigint, idx_tup_read bigint,
            idx_tup_fetch bigint
        pg_stat_all_tables: relid oid, schemaname name, relname name, seq_scan bigint, seq_tup_read bigint, idx_scan bigint, idx_tup_fetch bigint,
            n_tup_ins bigint, n_tup_upd bigint, n_tup_del bigint, n_tup_hot_upd bigint, n_live_tup bigint, n_dead_tup bigint, n_mod_since_analyze bigint,
            n_ins_since_vacuum bigint, last_vacuum timestamp with time zone, last_autovacuum timestamp with time zone, last_analyze timestamp with time zone,
            last_autoanalyze timestamp with time zone, vacuum_count bigint, autovacuum_count bigint, analyze_count bigint, autoanalyze_count bigint
        pg_stat_database: datid oid, datname name, numbackends integer, xact_commit bigint, xact_rollback bigint, blks_read bigint, blks_hit bigint,
            tup_returned bigint, tup_fetched bigint, tup_inserted bigint, tup_updated bigint, tup_deleted bigint, conflicts bigint, temp_files bigint,
            temp_bytes bigint, deadlocks bigint, checksum_failures bigint, checksum_last_failure timestamp with time zone, blk_read_time double precision,
            blk_write_time double precision, session_time double precision, active_time double precision, idle_in_transaction_time double precision,
            sessions bigint, sessions_abandoned bigint, sessions_fatal bigint, sessions_killed bigint, stats_reset timestamp with time zone
        pg_stat_database_conflicts: datid oid, datname name, confl_tablespace bigint, confl_lock bigint, confl_snapshot bigint, confl_bufferpin bigint,
            confl_deadlock bigint
        pg_stat_user_indexes: relid oid, indexrelid oid, schemaname name, relname name, indexrelname name, idx_scan bigint, idx_tup_read bigint,
            idx_tup_fetch bigint
        pg_stat_user_tables: relid oid, schemaname name, relname name, seq_scan bigint, seq_tup_read bigint, idx_scan bigint, idx_tup_fetch bigint,
            n_tup_ins bigint, n_tup_upd bigint, n_tup_del bigint, n_tup_hot_upd bigint, n_live_tup bigint, n_dead_tup bigint, n_mod_since_analyze bigint,
            n_ins_since_vacuum bigint, last_vacuum timestamp with time zone, last_autovacuum timestamp with time zone, last_analyze timestamp with time zone,
            last_autoanalyze timestamp with time zone, vacuum_count bigint, autovacuum_count bigint, analyze_count bigint, autoanalyze_count bigint
        pg_statistic_ext: oid oid, stxrelid oid, stxname name, stxnamespace oid, stxowner oid, stxstattarget integer, stxkeys int2vector, stxkind text[],
            stxexprs text
        pg_statistic_ext_data: stxoid oid, stxdinherit boolean, stxdndistinct pg_ndistinct, stxddependencies pg_dependencies, stxdmcv pg_mcv_list,
            stxdexpr pg_statistic[]
        pg_stats: schemaname name, tablename name, attname name, inherited boolean, null_frac real, avg_width integer, n_distinct real,
            most_common_vals text[], most_common_freqs real[], histogram_bounds text[], correlation real, most_common_elems text[],
            most_common_elem_freqs real[], elem_count_histogram real[]
        pg_subscription: oid oid, subdbid oid, subskiplsn pg_lsn, subname name, subowner oid, subenabled boolean, subbinary boolean, substream boolean,
            subtwophasestate ichar, subdisableonerr boolean, subconninfo text, subslotname name, subsynccommit text, subpublications text[]
        pg_tables: schemaname name, tablename name, tableowner name, tablespace name, hasindexes boolean, hasrules boolean, hastriggers boolean,
            rowsecurity boolean
        pg_tablespace: oid oid, spcname name, spcowner oid, spcacl text[], spcoptions text[]
        pg_trigger: oid oid, tgrelid oid, tgparentid oid, tgname name, tgfoid oid, tgtype smallint, tgenabled ichar, tgisinternal boolean, tgconstrrelid oid,
            tgconstrindid oid, tgconstraint oid, tgdeferrable boolean, tginitdeferred boolean, tgnargs smallint, tgattr int2vector, tgargs bytea, tgqual text,
            tgoldtable name, tgnewtable name
        pg_ts_config: oid oid, cfgname name, cfgnamespace oid, cfgowner oid, cfgparser oid
        pg_type: oid oid, typname name, typnamespace oid, typowner oid, typlen smallint, typbyval boolean, typtype ichar, typcategory ichar,
            typispreferred boolean, typisdefined boolean, typdelim ichar, typrelid oid, typsubscript regproc, typelem oid, typarray oid, typinput regproc,
            typoutput regproc, typreceive regproc, typsend regproc, typmodin regproc, typmodout regproc, typanalyze regproc, typalign ichar, typstorage ichar,
            typnotnull boolean, typbasetype oid, typtypmod integer, typndims integer, typcollation oid, typdefaultbin text, typdefault text, typacl text[]
        pg_user: usename name, usesysid oid, usecreatedb boolean, usesuper boolean, userepl boolean, usebypassrls boolean, passwd text,
            valuntil timestamp with time zone, useconfig text[]
        pg_user_mapping: oid oid, umuser oid, umserver oid, umoptions text[]
        pg_user_mappings: umid oid, srvid oid, srvname name, umuser oid, usename name, umoptions text[]
        pg_views: schemaname name, viewname name, viewowner name, definition text
        """;

    private static readonly FrozenDictionary<string, CatalogShape> Shapes = Read();

    public static IEnumerable<CatalogShape> All => Shapes.Values.OrderBy(shape => shape.Name, StringComparer.Ordinal);

    public static CatalogShape Of(string name) => Shapes[name];

    private static FrozenDictionary<string, CatalogShape> Read()
    {
        var shapes = new Dictionary<string, CatalogShape>();
        foreach (var line in Text.ReplaceLineEndings("\n").Replace(",\n    ", ", ", StringComparison.Ordinal).Split('\n'))
        {
            var (name, columns) = line.Split(": ") is [var first, var rest] ? (first, rest) : throw new InvalidOperationException(line);
            shapes[name] = new CatalogShape(name, [.. columns.Split(", ", StringSplitOptions.TrimEntries).Select(Column)]);
        }

        return shapes.ToFrozenDictionary();
    }

    private static (string Name, SqlType Type) Column(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var type = text[(space + 1)..];
        var isArray = type.EndsWith("[]", StringComparison.Ordinal);
        var element = type == "ichar" ? SqlType.InternalChar : TypeNames.Find(isArray ? type[..^2] : type) ?? SqlType.Text;
        return (text[..space], isArray ? SqlType.ArrayOf(element) : element);
    }
}

/// <summary>A catalog's columns and how a row of them is made.</summary>
internal sealed class CatalogShape
{
    private readonly FrozenDictionary<string, int> _positions;
    private readonly object?[] _defaults;

    public CatalogShape(string name, (string Name, SqlType Type)[] columns)
    {
        Name = name;
        Columns = columns;
        _positions = columns.Select((column, i) => (column.Name, i)).ToFrozenDictionary(item => item.Name, item => item.i, StringComparer.Ordinal);
        _defaults = Array.ConvertAll(columns, column => Default(column.Type));
    }

    public string Name { get; }

    public IReadOnlyList<(string Name, SqlType Type)> Columns { get; }

    /// <summary>A row of the named cells; the others are zero, false, empty or, for text and arrays, NULL.</summary>
    public object?[] Row(params ReadOnlySpan<(string Name, object? Content)> cells)
    {
        var row = (object?[])_defaults.Clone();
        foreach (var (name, content) in cells)
            row[_positions[name]] = content;
        return row;
    }

    public SystemTable Table(Func<Catalog, IEnumerable<object?[]>> rows, bool isLive = false) => new("pg_catalog", Name, Columns, rows) { IsLive = isLive };

    private static object? Default(SqlType type) => type.Kind switch
    {
        TypeKind.Boolean => false,
        TypeKind.SmallInt or TypeKind.Integer or TypeKind.Real => 0,
        TypeKind.BigInt => 0L,
        TypeKind.Double => 0d,
        TypeKind.Oid or TypeKind.Xid or TypeKind.RegProc => 0u,
        TypeKind.InternalChar or TypeKind.Name => "",
        TypeKind.Int2Vector => Array.Empty<short>(),
        TypeKind.OidVector => Array.Empty<uint>(),
        _ => null,
    };
}
