using VectorData.Core.Schema;
using VectorData.Query.Binding.Casts;

namespace VectorData.Query.Binding.Functions;

/// <summary>A function picked for given argument types: the type each argument is converted to, and the result's.</summary>
internal readonly record struct Resolved<TFunction>(TFunction Function, SqlType[] ArgumentTypes, SqlType Result);

internal enum ResolutionFailure : byte
{
    None,
    NotFound,
    Ambiguous,
}

/// <summary>What overload resolution looks at.</summary>
internal readonly record struct Candidate<TFunction>(TFunction Function, IReadOnlyList<ParameterPattern> Parameters, ResultPattern Result, bool IsVariadic);

/// <summary>PostgreSQL's choice among overloads (its manual, "Type Conversion"): exact matches, preferred types, categories of unknown literals.</summary>
internal static class OverloadResolution
{
    public static ResolutionFailure Resolve<TFunction>(
        IReadOnlyList<Candidate<TFunction>> candidates, SqlType[] arguments, bool isOperator, out Resolved<TFunction> resolved)
    {
        resolved = default;
        var viable = new List<Option<TFunction>>();
        foreach (var candidate in candidates)
            if (Expand(candidate, arguments) is { } option)
                viable.Add(option);
        if (viable.Count == 0)
            return ResolutionFailure.NotFound;
        if (Exact(viable, arguments) is { } exact)
            return Accept(exact, out resolved);
        if (isOperator && arguments.Length == 2 && Assumed(viable, arguments) is { } assumed)
            return Accept(assumed, out resolved);
        if (viable.Count == 1)
            return Accept(viable[0], out resolved);
        viable = Best(viable, option => CountExact(option, arguments));
        if (viable.Count > 1)
            viable = Best(viable, option => CountExactOrPreferred(option, arguments));
        if (viable.Count > 1)
            viable = ByUnknownCategory(viable, arguments);
        if (viable.Count > 1 && BySameType(viable, arguments) is { } same)
            return Accept(same, out resolved);
        if (viable.Count > 1)
            viable = Best(viable, option => option.Parameters.All(parameter => parameter.Kind != PatternKind.Any) ? 1 : 0);
        return viable.Count == 1 ? Accept(viable[0], out resolved) : ResolutionFailure.Ambiguous;
    }

    private static ResolutionFailure Accept<TFunction>(Option<TFunction> option, out Resolved<TFunction> resolved)
    {
        resolved = new Resolved<TFunction>(option.Candidate.Function, option.Types, option.Result);
        return ResolutionFailure.None;
    }

    // A candidate with as many parameter types as there are arguments, polymorphic ones made concrete; null when an argument does not fit.
    private static Option<TFunction>? Expand<TFunction>(Candidate<TFunction> candidate, SqlType[] arguments)
    {
        var parameters = candidate.Parameters;
        if (candidate.IsVariadic ? arguments.Length < parameters.Count : arguments.Length != parameters.Count)
            return null;
        if (PolymorphicTypes.Solve(parameters, arguments) is not { } element)
            return null;
        var types = new SqlType[arguments.Length];
        for (var i = 0; i < types.Length; i++)
        {
            var pattern = parameters[Math.Min(i, parameters.Count - 1)];
            types[i] = PolymorphicTypes.Concrete(pattern, arguments[i], element);
            if (arguments[i].Kind != TypeKind.Unknown && !CastCatalog.Allows(arguments[i], types[i], CastContext.Implicit)
                && !(pattern.Kind == PatternKind.Any))
                return null;
        }

        var result = PolymorphicTypes.Result(candidate.Result, element);
        return new Option<TFunction>(candidate, types, result, parameters);
    }

    private static Option<TFunction>? Exact<TFunction>(List<Option<TFunction>> options, SqlType[] arguments) =>
        options.Find(option => option.IsExact && CountExact(option, arguments) == arguments.Length);

    // An unknown literal beside a known operand is first assumed to be of the same type.
    private static Option<TFunction>? Assumed<TFunction>(List<Option<TFunction>> options, SqlType[] arguments)
    {
        var (left, right) = (arguments[0], arguments[1]);
        if (left.Kind == TypeKind.Unknown == (right.Kind == TypeKind.Unknown))
            return null;
        var known = left.Kind == TypeKind.Unknown ? right : left;
        SqlType[] assumed = [known, known];
        return options.Find(option => CountExact(option, assumed) == 2);
    }

    private static int CountExact<TFunction>(Option<TFunction> option, SqlType[] arguments)
    {
        var count = 0;
        for (var i = 0; i < arguments.Length; i++)
            if (option.Types[i].Unmodified == arguments[i].Unmodified && !option.IsAny(i))
                count++;
        return count;
    }

    private static int CountExactOrPreferred<TFunction>(Option<TFunction> option, SqlType[] arguments)
    {
        var count = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Kind == TypeKind.Unknown)
                continue;
            if ((option.Types[i].Unmodified == arguments[i].Unmodified && !option.IsAny(i))
                || (CastCatalog.IsPreferred(option.Types[i]) && CastCatalog.Category(option.Types[i]) == CastCatalog.Category(arguments[i])))
                count++;
        }

        return count;
    }

    private static List<Option<TFunction>> Best<TFunction>(List<Option<TFunction>> options, Func<Option<TFunction>, int> score)
    {
        var best = options.Max(score);
        return options.FindAll(option => score(option) == best);
    }

    private static List<Option<TFunction>> ByUnknownCategory<TFunction>(List<Option<TFunction>> options, SqlType[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Kind != TypeKind.Unknown)
                continue;
            var at = i;
            var categories = options.Select(option => CastCatalog.Category(option.Types[at])).Distinct().ToArray();
            var category = categories.Contains('S') ? 'S' : categories.Length == 1 ? categories[0] : '\0';
            if (category == '\0')
                return options;
            var kept = options.FindAll(option => CastCatalog.Category(option.Types[at]) == category);
            // PostgreSQL knows no preference among pgvector's types and calls '[1,2]' <-> '[3,4]' ambiguous; here a bare literal is a vector.
            var preferred = kept.FindAll(option => CastCatalog.IsPreferred(option.Types[at]) || option.Types[at].Kind == TypeKind.Vector);
            options = preferred.Count > 0 ? preferred : kept;
        }

        return options;
    }

    private static Option<TFunction>? BySameType<TFunction>(List<Option<TFunction>> options, SqlType[] arguments)
    {
        var known = arguments.Where(type => type.Kind != TypeKind.Unknown).Select(type => type.Unmodified).Distinct().ToArray();
        if (known.Length != 1 || arguments.All(type => type.Kind != TypeKind.Unknown))
            return null;
        var fitting = options.FindAll(option => Enumerable.Range(0, arguments.Length)
            .All(i => arguments[i].Kind != TypeKind.Unknown || CastCatalog.Allows(known[0], option.Types[i], CastContext.Implicit)));
        return fitting.Count == 1 ? fitting[0] : null;
    }

    private sealed record Option<TFunction>(Candidate<TFunction> Candidate, SqlType[] Types, SqlType Result, IReadOnlyList<ParameterPattern> Parameters)
    {
        public bool IsAny(int argument) => Parameters[Math.Min(argument, Parameters.Count - 1)].Kind == PatternKind.Any;

        public bool IsExact => Parameters.All(parameter => parameter.Kind is PatternKind.Exact or PatternKind.AnyArray or PatternKind.AnyElement);
    }
}

/// <summary>The types that anyelement, anyarray and their compatible kin stand for in one call.</summary>
internal static class PolymorphicTypes
{
    /// <summary>The element type all polymorphic parameters agree on; Unknown when there are none; null when they do not agree.</summary>
    public static SqlType? Solve(IReadOnlyList<ParameterPattern> parameters, SqlType[] arguments)
    {
        var element = SqlType.Unknown;
        var isCompatible = false;
        for (var i = 0; i < arguments.Length; i++)
        {
            var pattern = parameters[Math.Min(i, parameters.Count - 1)].Kind;
            if (pattern is PatternKind.Exact or PatternKind.Any)
                continue;
            isCompatible |= pattern is PatternKind.AnyCompatible or PatternKind.AnyCompatibleArray;
            if (arguments[i].Kind == TypeKind.Unknown)
                continue;
            var takesArray = pattern is PatternKind.AnyArray or PatternKind.AnyCompatibleArray;
            if (takesArray && !arguments[i].IsArray)
                return null;
            var found = takesArray ? arguments[i].ElementType.Unmodified : arguments[i].Unmodified;
            if (element.Kind == TypeKind.Unknown)
                element = found;
            else if (element != found)
            {
                if (!isCompatible || CommonTypes.Of(element, found) is not { } common)
                    return null;
                element = common;
            }
        }

        return element;
    }

    public static SqlType Concrete(ParameterPattern pattern, SqlType argument, SqlType element)
    {
        var known = element.Kind == TypeKind.Unknown ? SqlType.Text : element;
        return pattern.Kind switch
        {
            PatternKind.Exact => pattern.Type,
            PatternKind.Any => argument.Kind == TypeKind.Unknown ? SqlType.Text : argument,
            PatternKind.AnyElement or PatternKind.AnyCompatible => known,
            _ => known.IsArray ? known : SqlType.ArrayOf(known),
        };
    }

    public static SqlType Result(ResultPattern pattern, SqlType element)
    {
        var known = element.Kind == TypeKind.Unknown ? SqlType.Text : element;
        return pattern.Kind switch
        {
            PatternKind.AnyElement or PatternKind.AnyCompatible => known,
            PatternKind.AnyArray or PatternKind.AnyCompatibleArray => SqlType.ArrayOf(known),
            _ => pattern.Type,
        };
    }
}
