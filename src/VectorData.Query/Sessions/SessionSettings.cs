using VectorData.Query.Settings;

namespace VectorData.Query.Sessions;

/// <summary>
/// A session's settings: what counts now, and what stays when the transaction ends (SET LOCAL is not part of that). Both go back when
/// the transaction rolls back. Says which of those that clients are told of have changed.
/// </summary>
internal sealed class SessionSettings(SettingValues defaults, Action<string, string> changed)
{
    private SettingValues _current = defaults;
    private SettingValues _lasting = defaults;

    /// <summary>What RESET goes back to.</summary>
    public SettingValues Defaults { get; } = defaults;

    public SettingValues Current
    {
        get => _current;
        private set
        {
            var before = _current;
            _current = value;
            if (ReferenceEquals(before, value))
                return;
            foreach (var setting in SettingCatalog.Reported)
            {
                var text = value.Get(setting.Name)!;
                if (text != before.Get(setting.Name))
                    changed(setting.Name, setting.Display(text));
            }
        }
    }

    public void Set(string name, string value, bool local)
    {
        Current = Current.With(name, value);
        if (!local)
            _lasting = _lasting.With(name, value);
    }

    public void Reset(string name, bool local = false)
    {
        Current = Current.WithFrom(name, Defaults);
        if (!local)
            _lasting = _lasting.WithFrom(name, Defaults);
    }

    public void ResetAll()
    {
        Current = Defaults;
        _lasting = Defaults;
    }

    /// <summary>The state to go back to at ROLLBACK or ROLLBACK TO.</summary>
    public State Save() => new(Current, _lasting);

    public void Restore(State state) => (Current, _lasting) = (state.Current, state.Lasting);

    /// <summary>The transaction committed: what was set for it alone ends.</summary>
    public void EndTransaction() => Current = _lasting;

    internal readonly record struct State(SettingValues Current, SettingValues Lasting);
}
