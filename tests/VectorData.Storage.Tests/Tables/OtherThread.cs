using System.Runtime.ExceptionServices;

namespace VectorData.Storage.Tests.Tables;

/// <summary>Work on another thread, to be joined; what it threw is thrown then.</summary>
internal sealed class OtherThread<T>
{
    private readonly Thread _thread;
    private T? _result;
    private ExceptionDispatchInfo? _failure;

    public OtherThread(Func<T> work)
    {
        _thread = new Thread(() =>
        {
            try
            {
                _result = work();
            }
            catch (Exception e)
            {
                _failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        _thread.Start();
    }

    public T End()
    {
        _thread.Join();
        _failure?.Throw();
        return _result!;
    }
}

internal static class OtherThread
{
    public static OtherThread<T> Start<T>(Func<T> work) => new(work);

    public static OtherThread<bool> Start(Action work) => new(() =>
    {
        work();
        return true;
    });
}
