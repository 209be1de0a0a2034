using VectorData.Core.Errors;
using VectorData.PgWire.Messages;

namespace VectorData.Server.Protocol;

/// <summary>The settings that a client gives in its first packet: by name, and in <c>options</c> as on PostgreSQL's command line.</summary>
internal static class StartupSettings
{
    public static IEnumerable<(string Name, string Value)> Of(StartupPacket.Startup startup)
    {
        if (startup.Parameters.GetValueOrDefault("options") is { } options)
            foreach (var setting in Parse(options))
                yield return setting;
        foreach (var (name, value) in startup.Parameters)
        {
            switch (name)
            {
                case "user" or "database" or "options":
                    break;
                case "replication":
                    if (value is not ("false" or "off" or "no" or "0"))
                        throw new VectorDbException(SqlStates.FeatureNotSupported, "replication connections are not supported");
                    break;
                case var _ when name.StartsWith("_pq_.", StringComparison.Ordinal):
                    break;
                default:
                    yield return (name, value);
                    break;
            }
        }
    }

    /// <summary><c>-c name=value</c>, <c>-cname=value</c> and <c>--name=value</c>, words apart by spaces, a backslash before a space that is meant.</summary>
    private static IEnumerable<(string Name, string Value)> Parse(string options)
    {
        var words = Words(options);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var setting = word switch
            {
                "-c" when i + 1 < words.Count => words[++i],
                _ when word.StartsWith("--", StringComparison.Ordinal) => word[2..],
                _ when word.StartsWith("-c", StringComparison.Ordinal) && word.Length > 2 => word[2..],
                _ => throw Invalid(word),
            };
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw Invalid(setting);
            yield return (setting[..equals].Replace('-', '_'), setting[(equals + 1)..]);
        }
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                word.Append(text[++i]);
            else if (!char.IsWhiteSpace(text[i]))
                word.Append(text[i]);
            else if (word.Length > 0)
                Take();
        }

        if (word.Length > 0)
            Take();
        return words;

        void Take()
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }

    private static VectorDbException Invalid(string word) => new(SqlStates.SyntaxError, $"invalid command-line argument for server process: {word}");
}
