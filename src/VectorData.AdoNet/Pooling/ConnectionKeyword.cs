using System.Globalization;

namespace VectorData.AdoNet.Pooling;

/// <summary>The keywords of a connection string: names, synonyms, defaults, and what each takes.</summary>
internal sealed class ConnectionKeyword(string name, object defaultValue, Func<string, object> parse, params string[] synonyms)
{
    public const string DataSource = "Data Source";
    public const string Mode = "Mode";
    public const string Cache = "Cache";
    public const string Pooling = "Pooling";
    public const string MaxPoolSize = "Max Pool Size";
    public const string IdleLifetime = "Idle Lifetime";
    public const string CommandTimeout = "Command Timeout";
    public const string Synchronous = "Synchronous";
    public const string SegmentMemory = "Segment Memory";
    public const string MaxMemory = "Max Memory";
    public const string ApplicationName = "Application Name";

    public static readonly ConnectionKeyword[] All =
    [
        new(DataSource, "", text => text, "DataSource", "Filename", "File Name"),
        new(Mode, VectorDbOpenMode.ReadWriteCreate, Choice<VectorDbOpenMode>),
        new(Cache, VectorDbCacheMode.Private, Choice<VectorDbCacheMode>),
        new(Pooling, true, Flag),
        new(MaxPoolSize, 100, text => Number(text, 0), "Maximum Pool Size", "MaxPoolSize"),
        new(IdleLifetime, 10, text => Number(text, 0), "Connection Idle Lifetime"),
        new(CommandTimeout, 30, text => Number(text, 0), "Default Timeout", "Default Command Timeout"),
        new(Synchronous, VectorDbSynchronousMode.Full, Choice<VectorDbSynchronousMode>),
        new(SegmentMemory, 128L << 20, Size),
        new(MaxMemory, 512L << 20, Size, "Maximum Memory"),
        new(ApplicationName, "", text => text, "App"),
    ];

    private static readonly string[] RemoteNames =
    [
        "Host", "Server", "Address", "Addr", "Network Address", "Port", "Database", "Initial Catalog", "Username", "User Name",
        "User Id", "UID", "User", "Password", "PWD", "SSL Mode", "SslMode", "Passfile", "Root Certificate",
        "Trust Server Certificate", "Search Path", "Keepalive",
    ];

    private static readonly Dictionary<string, ConnectionKeyword> ByName = Index();

    public string Name => name;

    public object Default => defaultValue;

    /// <summary>The keyword of a name or synonym in any case. ArgumentException names the closest one.</summary>
    public static ConnectionKeyword Get(string word)
    {
        if (TryGet(word) is { } found)
            return found;
        if (RemoteNames.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"Keyword '{word}' connects to a server, which this version does not do. It opens databases in the process: "
                + "'Data Source=folder' or 'Data Source=:memory:'.");
        }

        var nearest = ByName.Keys.MinBy(candidate => Distance(candidate, word))!;
        throw new ArgumentException(Distance(nearest, word) <= 1 + (word.Length / 3)
            ? $"Keyword '{word}' is not known. Did you mean '{ByName[nearest].Name}'?"
            : $"Keyword '{word}' is not known. The keywords are {string.Join(", ", All.Select(keyword => keyword.Name))}.");
    }

    public static ConnectionKeyword? TryGet(string word) => ByName.GetValueOrDefault(word.Trim());

    /// <summary>The typed value of a text or of a value that has the type already.</summary>
    public object Parse(object value)
    {
        try
        {
            return parse(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }
        catch (FormatException error)
        {
            throw new ArgumentException($"Keyword '{name}' does not take '{value}': {error.Message}", error);
        }
    }

    private static Dictionary<string, ConnectionKeyword> Index()
    {
        var index = new Dictionary<string, ConnectionKeyword>(StringComparer.OrdinalIgnoreCase);
        foreach (var keyword in All)
            foreach (var word in keyword.Names())
                index.Add(word, keyword);
        return index;
    }

    private IEnumerable<string> Names() => [name, .. synonyms];

    private static object Choice<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice) && !char.IsAsciiDigit(text[0])
            ? choice
            : throw new FormatException($"expected {string.Join(", ", Enum.GetNames<T>())}");

    private static object Flag(string text) => text.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" or "1" => true,
        "FALSE" or "NO" or "OFF" or "0" => false,
        _ => throw new FormatException("expected True or False"),
    };

    private static object Number(string text, int least) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= least
            ? number
            : throw new FormatException($"expected a whole number from {least}");

    // Bytes, or with a unit: 64MB.
    private static object Size(string text)
    {
        var digits = text.AsSpan().TrimEnd("kKmMgGbB ");
        var shift = text[digits.Length..].Trim().ToUpperInvariant() switch
        {
            "" or "B" => 0,
            "K" or "KB" => 10,
            "M" or "MB" => 20,
            "G" or "GB" => 30,
            _ => -1,
        };
        return shift >= 0
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= long.MaxValue >> shift
            ? number << shift
            : throw new FormatException("expected a size in bytes or with a unit, such as 64MB");
    }

    // Levenshtein distance, case-insensitive.
    private static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
