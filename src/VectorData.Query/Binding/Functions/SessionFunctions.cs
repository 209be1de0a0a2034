using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values;
using VectorData.Core.Values.Comparison;
using VectorData.Core.Values.Text;
using VectorData.Query.Evaluation;
using VectorData.Query.Evaluation.Nodes;
using static VectorData.Query.Binding.Functions.FunctionList;

namespace VectorData.Query.Binding.Functions;

/// <summary>What a session knows, sequences, identifiers.</summary>
internal static class SessionFunctions
{
    public static void AddTo(FunctionList list)
    {
        list.Add("version() text", N((context, _) => Value.Of(context.Session.Version)), Volatility.Stable);
        foreach (var name in (string[])["current_user", "session_user", "user"])
            list.Add(name + "() text", N((context, _) => Value.Of(context.Session.CurrentUser)), Volatility.Stable);
        foreach (var name in (string[])["current_database", "current_catalog"])
            list.Add(name + "() text", N((context, _) => Value.Of(context.Session.CurrentDatabase)), Volatility.Stable);
        list.Add("current_schema() text", N((context, _) => Value.Of(context.Session.CurrentSchema)), Volatility.Stable);
        list.Add("current_schemas(boolean) text[]", V(CurrentSchemas), Volatility.Stable);
        list.Add("current_setting(text) text", V((context, a) => CurrentSetting(context, a[0].AsString(), missingOk: false)), Volatility.Stable);
        list.Add("current_setting(text, boolean) text", V((context, a) => CurrentSetting(context, a[0].AsString(), a[1].AsBoolean())), Volatility.Stable);
        list.Add("set_config(text, text, boolean) text", Volatile(SetConfig), Volatility.Volatile);
        list.Add("pg_backend_pid() integer", N((context, _) => Value.Of(context.Session.ProcessId)), Volatility.Stable);
        list.Add("pg_typeof(any) regtype", PgTypeOf);
        list.Add("setseed(double) void", Volatile(SetSeed), Volatility.Volatile);
        list.Add("pg_sleep(double) void", Volatile(Sleep), Volatility.Volatile);
        AddSequences(list);
        list.Add("gen_random_uuid() uuid", Volatile((_, _) => Value.Of(Guid.NewGuid())), Volatility.Volatile);
        list.Add("uuidv4() uuid", Volatile((_, _) => Value.Of(Guid.NewGuid())), Volatility.Volatile);
        list.Add("uuidv7() uuid", Volatile((context, _) => Value.Of(Guid.CreateVersion7(context.Clock.GetUtcNow()))), Volatility.Volatile);
        list.Add("num_nulls(any...) integer", N((_, a) => Value.Of(CountNulls(a))));
        list.Add("num_nonnulls(any...) integer", N((_, a) => Value.Of(a.Length - CountNulls(a))));
        list.Add("hashtext(text) integer", V((_, a) => Value.Of(ValueComparer.Hash(a[0]))));
    }

    private static void AddSequences(FunctionList list)
    {
        list.Add("nextval(text) bigint", Volatile((context, a) => Value.Of(Sequences(context).NextValue(a[0].AsString()))), Volatility.Volatile);
        list.Add("currval(text) bigint", Volatile((context, a) => Value.Of(Sequences(context).CurrentValue(a[0].AsString()))), Volatility.Volatile);
        list.Add("nextval(regclass) bigint", Volatile((context, a) => Value.Of(Sequences(context).NextValue(a[0].AsObjectName().Name))), Volatility.Volatile);
        list.Add("currval(regclass) bigint", Volatile((context, a) => Value.Of(Sequences(context).CurrentValue(a[0].AsObjectName().Name))), Volatility.Volatile);
        list.Add("setval(regclass, bigint) bigint",
            Volatile((context, a) => SetValue(context, a[0].AsObjectName().Name, a[1].AsInt64(), isCalled: true)), Volatility.Volatile);
        list.Add("setval(regclass, bigint, boolean) bigint",
            Volatile((context, a) => SetValue(context, a[0].AsObjectName().Name, a[1].AsInt64(), a[2].AsBoolean())), Volatility.Volatile);
        list.Add("lastval() bigint", Volatile((context, _) => Value.Of(Sequences(context).LastValue())), Volatility.Volatile);
        list.Add("setval(text, bigint) bigint", Volatile((context, a) => SetValue(context, a[0].AsString(), a[1].AsInt64(), isCalled: true)), Volatility.Volatile);
        list.Add("setval(text, bigint, boolean) bigint",
            Volatile((context, a) => SetValue(context, a[0].AsString(), a[1].AsInt64(), a[2].AsBoolean())), Volatility.Volatile);
    }

    private static ISequenceSource Sequences(EvaluationContext context) => context.Sequences
        ?? throw new VectorDbException(SqlStates.FeatureNotSupported, "sequences cannot be used here");

    private static Value SetValue(EvaluationContext context, string name, long value, bool isCalled)
    {
        Sequences(context).SetValue(name, value, isCalled);
        return Value.Of(value);
    }

    private static Value CurrentSetting(EvaluationContext context, string name, bool missingOk) =>
        context.Session.GetSetting(name.ToLowerInvariant()) is { } value ? Value.Of(value)
        : missingOk ? Value.Null(SqlType.Text)
        : throw new VectorDbException(SqlStates.UndefinedObject, $"unrecognized configuration parameter \"{name}\"");

    private static Value SetConfig(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        context.Session.SetSetting(arguments[0].AsString().ToLowerInvariant(), arguments[1].AsString(), arguments[2].AsBoolean());
        return arguments[1];
    }

    private static Value CurrentSchemas(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var schemas = new List<Value>();
        if (arguments[0].AsBoolean())
            schemas.Add(Value.Of("pg_catalog"));
        schemas.Add(Value.Of(context.Session.CurrentSchema));
        return Value.Of(new SqlArray(SqlType.Text, [.. schemas]));
    }

    private static Value SetSeed(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var seed = arguments[0].AsDouble();
        if (!(seed is >= -1 and <= 1))
            throw new VectorDbException(SqlStates.InvalidParameterValue, $"setseed parameter {NumberText.Format(seed)} is out of allowed range [-1,1]");
        context.Random.Seed(seed);
        return Value.FromContent(SqlType.Void, "");
    }

    private static Value Sleep(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var seconds = Math.Clamp(arguments[0].AsDouble(), 0, int.MaxValue / 1000);
        context.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(double.IsNaN(seconds) ? 0 : seconds));
        context.CancellationToken.ThrowIfCancellationRequested();
        return Value.FromContent(SqlType.Void, "");
    }

    private static ConstantNode PgTypeOf(EvalNode[] arguments, SqlType type) => new(Value.FromContent(SqlType.RegType, new ObjectName(TypeOids.OidOf(arguments[0].Type), arguments[0].Type.Name)), type);

    private static int CountNulls(ReadOnlySpan<Value> values)
    {
        var count = 0;
        foreach (var value in values)
            count += value.IsNull ? 1 : 0;
        return count;
    }
}
