using System.Data.Common;

namespace VectorData.AdoNet;

/// <summary>The commands of a batch, in the order they run.</summary>
public sealed class VectorDbBatchCommandCollection : DbBatchCommandCollection
{
    private readonly List<VectorDbBatchCommand> _commands = [];

    internal VectorDbBatchCommandCollection()
    {
    }

    public override int Count => _commands.Count;

    public override bool IsReadOnly => false;

    public new VectorDbBatchCommand this[int index]
    {
        get => _commands[index];
        set => _commands[index] = value;
    }

    public VectorDbBatchCommand Add(string commandText)
    {
        var command = new VectorDbBatchCommand(commandText);
        _commands.Add(command);
        return command;
    }

    public void Add(VectorDbBatchCommand item) => _commands.Add(item ?? throw new ArgumentNullException(nameof(item)));

    public override void Add(DbBatchCommand item) => Add(Cast(item));

    public override void Clear() => _commands.Clear();

    public bool Contains(VectorDbBatchCommand item) => _commands.Contains(item);

    public override bool Contains(DbBatchCommand item) => item is VectorDbBatchCommand command && _commands.Contains(command);

    public void CopyTo(VectorDbBatchCommand[] array, int arrayIndex) => _commands.CopyTo(array, arrayIndex);

    public override void CopyTo(DbBatchCommand[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        for (var i = 0; i < _commands.Count; i++)
            array[arrayIndex + i] = _commands[i];
    }

    public override IEnumerator<VectorDbBatchCommand> GetEnumerator() => _commands.GetEnumerator();

    public int IndexOf(VectorDbBatchCommand item) => _commands.IndexOf(item);

    public override int IndexOf(DbBatchCommand item) => item is VectorDbBatchCommand command ? _commands.IndexOf(command) : -1;

    public void Insert(int index, VectorDbBatchCommand item) => _commands.Insert(index, item ?? throw new ArgumentNullException(nameof(item)));

    public override void Insert(int index, DbBatchCommand item) => Insert(index, Cast(item));

    public bool Remove(VectorDbBatchCommand item) => _commands.Remove(item);

    public override bool Remove(DbBatchCommand item) => _commands.Remove(Cast(item));

    public override void RemoveAt(int index) => _commands.RemoveAt(index);

    protected override DbBatchCommand GetBatchCommand(int index) => _commands[index];

    protected override void SetBatchCommand(int index, DbBatchCommand batchCommand) => _commands[index] = Cast(batchCommand);

    private static VectorDbBatchCommand Cast(DbBatchCommand? command) => command as VectorDbBatchCommand
        ?? throw new InvalidCastException($"The collection takes {nameof(VectorDbBatchCommand)} objects, not {command?.GetType().Name ?? "null"}.");
}
