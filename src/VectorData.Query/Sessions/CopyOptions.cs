using VectorData.Core.Errors;
using VectorData.Core.Sessions;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Sessions;

/// <summary>Checks the options of one COPY statement: each at most once, each where its format has it.</summary>
internal sealed class CopyOptions(CopyStatement statement)
{
    /// <summary>FORCE_QUOTE * and the like; no column has this name.</summary>
    public const string AllColumns = "*";

    private readonly Dictionary<string, CopyOption> _given = new(StringComparer.Ordinal);

    public CopyRequest Read()
    {
        foreach (var option in statement.Options)
        {
            if (!_given.TryAdd(option.Name, option))
                throw Wrong(option, SqlStates.SyntaxError, "conflicting or redundant options");
        }

        var format = Format();
        var isCsv = format == CopyFormat.Csv;
        var request = new CopyRequest(statement.From ? CopyDirection.In : CopyDirection.Out, format)
        {
            Delimiter = isCsv ? ',' : '\t',
            Null = isCsv ? "" : @"\N",
        };
        foreach (var option in statement.Options)
            request = Apply(request, option);
        if (isCsv && !_given.ContainsKey("escape"))
            request = request with { Escape = request.Quote };
        Check(request);
        return request;
    }

    private CopyFormat Format()
    {
        if (!_given.TryGetValue("format", out var option))
            return CopyFormat.Text;
        return Value(option).ToLowerInvariant() switch
        {
            "text" => CopyFormat.Text,
            "csv" => CopyFormat.Csv,
            "binary" => CopyFormat.Binary,
            _ => throw Wrong(option, SqlStates.InvalidParameterValue, $"COPY format \"{option.Value}\" not recognized"),
        };
    }

    private CopyRequest Apply(CopyRequest request, CopyOption option)
    {
        switch (option.Name)
        {
            case "format" or "freeze":
                return request;
            case "delimiter":
                Refuse(request, option, CopyFormat.Binary);
                return request with { Delimiter = Character(option, "delimiter") };
            case "null":
                Refuse(request, option, CopyFormat.Binary);
                return request with { Null = Value(option) };
            case "header":
                Refuse(request, option, CopyFormat.Binary);
                return request with { Header = Header(option) };
            case "quote":
                RequireCsv(request, option);
                return request with { Quote = Character(option, "quote") };
            case "escape":
                RequireCsv(request, option);
                return request with { Escape = Character(option, "escape") };
            case "force_quote":
                RequireCsv(request, option);
                RequireDirection(option, isFrom: false);
                return request with { ForceQuote = Columns(option) };
            case "force_null":
                RequireCsv(request, option);
                RequireDirection(option, isFrom: true);
                return request with { ForceNull = Columns(option) };
            case "force_not_null":
                RequireCsv(request, option);
                RequireDirection(option, isFrom: true);
                return request with { ForceNotNull = Columns(option) };
            case "encoding":
                if (Value(option).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() is "UTF8" or "UNICODE")
                    return request;
                throw Wrong(option, SqlStates.FeatureNotSupported, $"COPY in encoding \"{option.Value}\" is not supported", "Use UTF8.");
            case "on_error" when Value(option) == "stop":
            case "log_verbosity":
                return request;
            case "default" or "on_error" or "reject_limit":
                throw Wrong(option, SqlStates.FeatureNotSupported, $"COPY {option.Name.ToUpperInvariant()} is not supported");
            default:
                throw Wrong(option, SqlStates.SyntaxError, $"option \"{option.Name}\" not recognized");
        }
    }

    private void Check(CopyRequest request)
    {
        if (request.Format == CopyFormat.Binary)
            return;
        if (request.Delimiter is '\r' or '\n' || request.Null.AsSpan().ContainsAny('\r', '\n'))
            throw Wrong(SqlStates.InvalidParameterValue, $"COPY {(request.Delimiter is '\r' or '\n' ? "delimiter" : "null representation")} cannot use newline or carriage return");
        if (request.Format == CopyFormat.Text && @"\.abcdefghijklmnopqrstuvwxyz0123456789".Contains(request.Delimiter, StringComparison.Ordinal))
            throw Wrong(SqlStates.InvalidParameterValue, $"COPY delimiter cannot be \"{request.Delimiter}\"");
        if (request.Format == CopyFormat.Csv && request.Delimiter == request.Quote)
            throw Wrong(SqlStates.InvalidParameterValue, "COPY delimiter and quote must be different");
        if (request.Null.Contains(request.Delimiter, StringComparison.Ordinal))
            throw Wrong(SqlStates.InvalidParameterValue, "COPY delimiter character must not appear in the NULL specification");
        if (request.Format == CopyFormat.Csv && request.Null.Contains(request.Quote, StringComparison.Ordinal))
            throw Wrong(SqlStates.InvalidParameterValue, "CSV quote character must not appear in the NULL specification");
    }

    private CopyHeader Header(CopyOption option) => option.Value?.ToLowerInvariant() switch
    {
        null or "true" or "on" or "1" => CopyHeader.Present,
        "false" or "off" or "0" => CopyHeader.None,
        "match" when statement.From => CopyHeader.Match,
        "match" => throw Wrong(option, SqlStates.InvalidParameterValue, "cannot use \"match\" with HEADER in COPY TO"),
        _ => throw Wrong(option, SqlStates.SyntaxError, "header requires a Boolean value or \"match\""),
    };

    private static string[] Columns(CopyOption option)
    {
        if (option.AllColumns)
            return [AllColumns];
        return option.Columns.Count > 0
            ? [.. option.Columns.Select(column => column.Name)]
            : throw Wrong(option, SqlStates.InvalidParameterValue, $"argument to option \"{option.Name}\" must be a list of column names");
    }

    private static char Character(CopyOption option, string name)
    {
        var text = Value(option);
        return text.Length == 1 && char.IsAscii(text[0])
            ? text[0]
            : throw Wrong(option, SqlStates.FeatureNotSupported, $"COPY {name} must be a single one-byte character");
    }

    private static string Value(CopyOption option) =>
        option.Value ?? throw Wrong(option, SqlStates.SyntaxError, $"option \"{option.Name}\" requires a parameter");

    private static void Refuse(CopyRequest request, CopyOption option, CopyFormat format)
    {
        if (request.Format == format)
            throw Wrong(option, SqlStates.SyntaxError, $"cannot specify {option.Name.ToUpperInvariant()} in {format.ToString().ToUpperInvariant()} mode");
    }

    private static void RequireCsv(CopyRequest request, CopyOption option)
    {
        if (request.Format != CopyFormat.Csv)
            throw Wrong(option, SqlStates.FeatureNotSupported, $"COPY {option.Name.ToUpperInvariant()} requires CSV mode");
    }

    private void RequireDirection(CopyOption option, bool isFrom)
    {
        if (statement.From != isFrom)
            throw Wrong(option, SqlStates.InvalidParameterValue, $"COPY {option.Name.ToUpperInvariant()} cannot be used with {(isFrom ? "COPY TO" : "COPY FROM")}");
    }

    private static VectorDbException Wrong(CopyOption option, string state, string message, string? hint = null) =>
        new(state, message) { Position = option.Position + 1, Hint = hint };

    private VectorDbException Wrong(string state, string message) => new(state, message) { Position = statement.Position + 1 };
}
