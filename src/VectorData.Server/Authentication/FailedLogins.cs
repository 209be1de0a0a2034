using System.Net;

namespace VectorData.Server.Authentication;

/// <summary>
/// Counts failed log-ins per address: an address with too many in the window has to wait until the window is over. Thread-safe.
/// The table is bounded: when it is full, addresses whose window is over go first, then those with the fewest failures.
/// </summary>
internal sealed class FailedLogins(int most, TimeSpan window, TimeProvider clock)
{
    private const int MaxAddresses = 10_000;

    private readonly Dictionary<IPAddress, Failures> _addresses = [];
    private readonly Lock _lock = new();

    /// <summary>How long the address has to wait before it may try again; zero when it may.</summary>
    public TimeSpan WaitOf(IPAddress address)
    {
        lock (_lock)
        {
            if (!_addresses.TryGetValue(Network(address), out var failures))
                return TimeSpan.Zero;
            var left = window - clock.GetElapsedTime(failures.Last);
            return failures.Count < most || left <= TimeSpan.Zero ? TimeSpan.Zero : left;
        }
    }

    public void Failed(IPAddress address)
    {
        lock (_lock)
        {
            var network = Network(address);
            var now = clock.GetTimestamp();
            var count = _addresses.TryGetValue(network, out var failures) && clock.GetElapsedTime(failures.Last, now) < window ? failures.Count : 0;
            if (_addresses.Count >= MaxAddresses && !_addresses.ContainsKey(network))
                MakeRoom(now);
            _addresses[network] = new Failures(count + 1, now);
        }
    }

    public void Succeeded(IPAddress address)
    {
        lock (_lock)
            _addresses.Remove(Network(address));
    }

    private void MakeRoom(long now)
    {
        foreach (var (address, failures) in _addresses)
            if (clock.GetElapsedTime(failures.Last, now) >= window)
                _addresses.Remove(address);
        if (_addresses.Count < MaxAddresses)
            return;
        foreach (var address in _addresses.OrderBy(entry => entry.Value.Count).Take(MaxAddresses / 10).Select(entry => entry.Key).ToList())
            _addresses.Remove(address);
    }

    // Who owns one IPv6 address owns the 2^64 of its network.
    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out var length) || length != 16 || IPAddress.IsLoopback(address))
            return address;
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }

    private readonly record struct Failures(int Count, long Last);
}
