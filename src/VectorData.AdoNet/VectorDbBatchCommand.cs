using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace VectorData.AdoNet;

/// <summary>One text of a batch, with its own parameters.</summary>
public sealed class VectorDbBatchCommand : DbBatchCommand
{
    private string _commandText = "";
    private CommandType _commandType = CommandType.Text;
    private VectorDbParameterCollection? _parameters;
    private long _affected = -1;

    public VectorDbBatchCommand()
    {
    }

    public VectorDbBatchCommand(string? commandText) => CommandText = commandText;

    [AllowNull]
    public override string CommandText
    {
        get => _commandText;
        set
        {
            _commandText = value ?? "";
            Version++;
        }
    }

    /// <summary>Text or TableDirect.</summary>
    public override CommandType CommandType
    {
        get => _commandType;
        set
        {
            if (value is not (CommandType.Text or CommandType.TableDirect))
                throw new ArgumentException($"CommandType is Text or TableDirect, not {value}: there are no stored procedures.", nameof(value));
            _commandType = value;
            Version++;
        }
    }

    public new VectorDbParameterCollection Parameters => _parameters ??= new VectorDbParameterCollection();

    /// <summary>Rows this command inserted, updated or deleted when the batch ran last; -1 when it could not.</summary>
    public override int RecordsAffected => (int)Math.Min(_affected, int.MaxValue);

    public override bool CanCreateParameter => true;

    protected override DbParameterCollection DbParameterCollection => Parameters;

    internal int Version { get; private set; }

    internal string Sql => _commandType == CommandType.TableDirect ? "SELECT * FROM " + _commandText : _commandText;

    public override VectorDbParameter CreateParameter() => new();

    internal void AddAffected(long rows) => _affected = Math.Max(_affected, 0) + rows;

    internal void ForgetAffected() => _affected = -1;
}
