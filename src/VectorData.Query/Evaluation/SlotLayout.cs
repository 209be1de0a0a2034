namespace VectorData.Query.Evaluation;

/// <summary>Which slot each column of an operator's batches holds: column i holds slot <c>Slots[i]</c>.</summary>
internal sealed class SlotLayout
{
    private readonly Dictionary<int, int> _ordinals;

    public SlotLayout(IReadOnlyList<int> slots)
    {
        Slots = slots;
        _ordinals = new Dictionary<int, int>(slots.Count);
        for (var i = 0; i < slots.Count; i++)
            _ordinals[slots[i]] = i;
    }

    public static SlotLayout Empty { get; } = new([]);

    public IReadOnlyList<int> Slots { get; }

    /// <summary>The column that holds a slot, or -1.</summary>
    public int OrdinalOf(int slot) => _ordinals.GetValueOrDefault(slot, -1);

    /// <summary>The columns of both, as a join gives them.</summary>
    public SlotLayout Concat(SlotLayout other) => new([.. Slots, .. other.Slots]);
}
