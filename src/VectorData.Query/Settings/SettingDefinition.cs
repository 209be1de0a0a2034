using System.Collections.Immutable;
using System.Globalization;
using VectorData.Core.Errors;

namespace VectorData.Query.Settings;

public enum SettingKind
{
    Boolean,
    Integer,
    Real,
    Enumeration,
    String,
}

/// <summary>The unit in which an integer setting counts.</summary>
public enum SettingUnit
{
    None,
    Milliseconds,
    Kilobytes,
}

/// <summary>A run-time setting: what SET takes, SHOW prints and RESET returns to. <see cref="Name"/> is as SHOW ALL prints it.</summary>
public sealed record SettingDefinition(string Name, SettingKind Kind, string Default, string Description)
{
    public double Minimum { get; init; } = double.MinValue;

    public double Maximum { get; init; } = double.MaxValue;

    public SettingUnit Unit { get; init; }

    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>SHOW only: SET gives 55P02.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Clients are told its value and its changes (ParameterStatus).</summary>
    public bool IsReported { get; init; }

    /// <summary>A list of names separated by commas, as search_path.</summary>
    public bool IsList { get; init; }

    /// <summary>Checks a given value and gives its canonical text: true/false become on/off, units are resolved.</summary>
    /// <exception cref="VectorDbException">22023 with what is allowed; 55P02 for a setting that cannot be changed.</exception>
    public string Canonical(string text)
    {
        if (IsReadOnly)
            throw new VectorDbException(SqlStates.CantChangeRuntimeParam, $"parameter \"{Name}\" cannot be changed");
        return Kind switch
        {
            SettingKind.Boolean => ParseBoolean(text),
            SettingKind.Integer => ParseInteger(text),
            SettingKind.Real => ParseReal(text),
            SettingKind.Enumeration => ParseChoice(text),
            _ => SettingTexts.Check(this, text),
        };
    }

    /// <summary>The text SHOW prints: integers with a unit in the largest unit that holds them exactly.</summary>
    public string Display(string canonical)
    {
        if (Unit == SettingUnit.None || !long.TryParse(canonical, CultureInfo.InvariantCulture, out var value) || value <= 0)
            return canonical;
        foreach (var (factor, suffix) in SettingTexts.Units(Unit))
            if (value % factor == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{value / factor}{suffix}");
        return canonical;
    }

    internal VectorDbException Invalid(string text, string? hint = null) =>
        new(SqlStates.InvalidParameterValue, $"invalid value for parameter \"{Name}\": \"{text}\"") { Hint = hint };

    private string ParseBoolean(string text) => text.Trim().ToLowerInvariant() switch
    {
        "on" or "true" or "yes" or "1" or "t" or "tr" or "tru" or "y" or "ye" => "on",
        "off" or "false" or "no" or "0" or "f" or "fa" or "fal" or "fals" or "n" or "of" => "off",
        _ => throw new VectorDbException(SqlStates.InvalidParameterValue, $"parameter \"{Name}\" requires a Boolean value"),
    };

    private string ParseInteger(string text)
    {
        var value = Math.Round(ParseNumber(text), MidpointRounding.ToEven);
        if (value < Minimum || value > Maximum)
            throw OutOfRange(value.ToString("0", CultureInfo.InvariantCulture));
        return value.ToString("0", CultureInfo.InvariantCulture);
    }

    private string ParseReal(string text)
    {
        var value = ParseNumber(text);
        if (double.IsNaN(value))
            throw Invalid(text);
        if (value < Minimum || value > Maximum)
            throw OutOfRange(value.ToString("G6", CultureInfo.InvariantCulture));
        return value.ToString("R", CultureInfo.InvariantCulture);
    }

    private double ParseNumber(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var digits = 0;
        while (digits < trimmed.Length && (char.IsAsciiDigit(trimmed[digits]) || trimmed[digits] is '.' or '-' or '+'))
            digits++;
        if (digits > 0 && digits < trimmed.Length && trimmed[digits] is 'e' or 'E' && Unit == SettingUnit.None)
            digits = trimmed.Length;
        if (!double.TryParse(trimmed[..digits], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            throw Invalid(text);
        var suffix = trimmed[digits..].Trim().ToString();
        if (suffix.Length == 0)
            return value;
        return SettingTexts.UnitFactor(Unit, suffix) is { } factor
            ? value * factor
            : throw Invalid(text, Unit == SettingUnit.None ? null : SettingTexts.UnitHint(Unit));
    }

    private string ParseChoice(string text)
    {
        foreach (var choice in Choices)
            if (string.Equals(choice, text.Trim(), StringComparison.OrdinalIgnoreCase))
                return choice;
        throw Invalid(text, $"Available values: {string.Join(", ", Choices)}.");
    }

    private VectorDbException OutOfRange(string value) => new(
        SqlStates.InvalidParameterValue,
        string.Create(CultureInfo.InvariantCulture, $"{value}{SettingTexts.UnitName(Unit)} is outside the valid range for parameter \"{Name}\" ({Minimum:0.######}{SettingTexts.UnitName(Unit)} .. {Maximum:0.######}{SettingTexts.UnitName(Unit)})"));
}
