using VectorData.Core.Errors;
using VectorData.Storage.Files;

namespace VectorData.Testing.Faults;

/// <summary>Operations that change storage or make it durable, and can be made to fail.</summary>
public enum FaultOperation
{
    CreateObject,
    WriteObject,
    CompleteObject,
    DeleteObject,
    AppendLog,
    SyncLog,
    CutLog,
    TrimLog,
    ReplaceManifest,
}

/// <summary>
/// Which storage operations go wrong, and how. Shared by the faulty object files, log and manifest of one database, so that
/// operations are counted over all of them in the order they happen. Thread-safe.
/// </summary>
public sealed class FaultPlan
{
    private readonly Lock _counting = new();
    private long _operations;

    /// <summary>Operations seen up to now.</summary>
    public long Operations => Volatile.Read(ref _operations);

    /// <summary>Number of the first operation that fails, counted from 0; null for none.</summary>
    public long? FailAt { get; set; }

    /// <summary>How many operations fail from <see cref="FailAt"/> on.</summary>
    public long FailCount { get; set; } = 1;

    /// <summary>A further condition under which an operation on a name fails.</summary>
    public Func<FaultOperation, string, bool>? FailWhen { get; set; }

    /// <summary>The share of its bytes that a failing write still writes.</summary>
    public double TornShare { get; set; }

    /// <summary>Whether a failing manifest replacement fails after the new manifest took the old one's place.</summary>
    public bool ManifestFailsAfterwards { get; set; }

    /// <summary>Bytes until the disk is full; null for no limit. Deleted objects give their bytes back.</summary>
    public long? SpaceLeft { get; set; }

    /// <summary>How long each sync takes at least.</summary>
    public TimeSpan SyncDelay { get; set; }

    /// <summary>Set by a power cut: every operation fails from then on.</summary>
    public bool IsDead { get; set; }

    /// <summary>Counts an operation that writes no bytes and throws when it is to fail.</summary>
    internal void Pass(FaultOperation operation, string name)
    {
        if (IsToFail(operation, name))
            throw Failure(operation, name);
    }

    /// <summary>Counts a write of <paramref name="bytes"/>; gives an error and how many bytes go through before it, or null.</summary>
    internal VectorDbException? PassWrite(FaultOperation operation, string name, long bytes, out long through)
    {
        lock (_counting)
        {
            through = bytes;
            if (IsToFail(operation, name))
            {
                through = IsDead ? 0 : (long)(bytes * TornShare);
                return Failure(operation, name);
            }

            if (SpaceLeft is not { } space)
                return null;
            through = Math.Min(bytes, space);
            SpaceLeft = space - through;
            return through < bytes ? IoErrors.DiskFull(Verb(operation), name) : null;
        }
    }

    internal void GiveBack(long bytes)
    {
        lock (_counting)
            SpaceLeft += bytes;
    }

    internal void Delay()
    {
        if (SyncDelay > TimeSpan.Zero)
            Thread.Sleep(SyncDelay);
    }

    internal void ThrowIfDead(string name)
    {
        if (IsDead)
            throw IoErrors.Failed("use", name, "the power is off");
    }

    private bool IsToFail(FaultOperation operation, string name)
    {
        lock (_counting)
        {
            var number = _operations++;
            return IsDead || (FailAt is { } first && number >= first && number - first < FailCount) || FailWhen?.Invoke(operation, name) == true;
        }
    }

    private static VectorDbException Failure(FaultOperation operation, string name) => IoErrors.Failed(Verb(operation), name, "injected fault");

    private static string Verb(FaultOperation operation) => operation switch
    {
        FaultOperation.CreateObject => "create",
        FaultOperation.WriteObject => "write",
        FaultOperation.CompleteObject => "complete",
        FaultOperation.DeleteObject => "delete",
        FaultOperation.AppendLog => "append to",
        FaultOperation.SyncLog => "sync",
        FaultOperation.CutLog => "cut back",
        FaultOperation.TrimLog => "trim",
        _ => "replace",
    };
}
