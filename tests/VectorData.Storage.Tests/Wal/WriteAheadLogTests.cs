using System.Buffers;
using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Storage.Files;
using VectorData.Storage.Tests.Files;
using VectorData.Storage.Wal;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Wal;

public sealed class WriteAheadLogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_are_replayed_in_order_after_reopening()
    {
        using (var log = LocalLog.Open(_folder.Path, 4096))
        {
            var wal = Open(log, out _);
            for (var i = 1; i <= 100; i++)
                wal.Append([Entry(i, i * 10), Entry(i, 3)]);
        }

        using var again = LocalLog.Open(_folder.Path, 4096);
        Open(again, out var replayed);
        Assert.Equal(200, replayed.Count);
        Assert.Equal(Enumerable.Range(1, 100).SelectMany(i => new[] { Payload(i, i * 10), Payload(i, 3) }), replayed.Select(r => r.Payload));
        Assert.Equal(Enumerable.Range(1, 100).SelectMany(i => new[] { (long)i, i }), replayed.Select(r => r.Sequence));
    }

    [Fact]
    public void Replay_starts_at_the_checkpoint_and_trimming_spares_what_follows()
    {
        long checkpoint;
        using (var log = LocalLog.Open(_folder.Path, 4096))
        {
            var wal = Open(log, out _);
            for (var i = 1; i <= 50; i++)
                wal.Append([Entry(i, 400)]);
            checkpoint = wal.End;
            for (var i = 51; i <= 60; i++)
                wal.Append([Entry(i, 400)]);
            wal.Trim(checkpoint);
            Assert.InRange(wal.Start, 1, checkpoint);
        }

        using var again = LocalLog.Open(_folder.Path, 4096);
        Open(again, out var replayed, checkpoint);
        Assert.Equal(Enumerable.Range(51, 10).Select(i => (long)i), replayed.Select(r => r.Sequence));
    }

    [Fact]
    public void A_checkpoint_outside_the_log_is_an_error()
    {
        var log = new MemoryLog(Guid.NewGuid());
        Open(log, out _).Append([Entry(1, 10)]);

        Assert.Throws<CorruptDataException>(() => Open(log, out _, log.End + 1));
    }

    [Fact]
    public void A_log_of_another_database_is_an_error()
    {
        var log = new MemoryLog(Guid.NewGuid());

        var error = Assert.Throws<CorruptDataException>(() => WriteAheadLog.Open(log, Guid.NewGuid(), 0, 0, _ => { }));

        Assert.Contains("missing or belongs to another database", error.Message);
    }

    [Fact]
    public void Large_payloads_come_back_in_pieces()
    {
        var log = new MemoryLog(Guid.NewGuid());
        var wal = Open(log, out _);
        wal.Append([Entry(1, 10), Entry(2, 70 << 20), Entry(3, (1 << 20) - 40), Entry(4, (1 << 20) - 39), Entry(5, 1)]);

        Open(log, out var replayed);
        Assert.Equal([1, 2, 3, 4, 5], replayed.Select(r => r.Sequence));
        Assert.True(Payload(2, 70 << 20).AsSpan().SequenceEqual(replayed[1].Payload));
        Assert.True(Payload(4, (1 << 20) - 39).AsSpan().SequenceEqual(replayed[3].Payload));
    }

    [Fact]
    public void A_payload_beyond_the_limit_is_refused_before_anything_is_written()
    {
        var log = new MemoryLog(Guid.NewGuid());
        var wal = Open(log, out _);
        var piece = new byte[1 << 20];
        var payload = Sequence(Enumerable.Repeat((ReadOnlyMemory<byte>)piece, 2048));

        var error = Assert.Throws<VectorDbException>(() => wal.Append([Entry(1, 5), new WalEntry(1, new CommitSequence(2), payload)]));

        Assert.Equal(SqlStates.ProgramLimitExceeded, error.SqlState);
        Assert.Equal(0, wal.End);
    }

    [Fact]
    public void A_torn_end_is_cut_off_at_every_byte_and_what_was_synced_stays()
    {
        var faulty = new FaultyFiles();
        var wal = Open(faulty.Files.Log, out _);
        wal.Append([Entry(1, 100), Entry(2, 30)]);
        var synced = wal.End;
        faulty.Faults.FailWhen = (operation, _) => operation is FaultOperation.SyncLog or FaultOperation.CutLog;
        Assert.Throws<VectorDbException>(() => wal.Append([Entry(3, 50), Entry(4, 60)]));
        var group = 2 * WalRecordHeader.Size + 110;

        for (var kept = 0; kept <= group; kept++)
        {
            var log = faulty.Cut(new PowerCut { KeptBytes = kept }).Files.Log;
            var reopened = Open(log, out var replayed);
            var whole = kept < WalRecordHeader.Size + 50 ? 2 : kept < group ? 3 : 4;
            Assert.Equal(whole, replayed.Count);
            Assert.Equal(whole < 3 ? synced : whole < 4 ? synced + WalRecordHeader.Size + 50 : synced + group, reopened.End);
            reopened.Append([Entry(9, 7)]);
            Open(log, out replayed);
            Assert.Equal(9, replayed[^1].Sequence);
            Assert.Equal(whole + 1, replayed.Count);
        }
    }

    [Fact]
    public void Sectors_lost_anywhere_in_an_unsynced_group_are_a_torn_end()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var faulty = new FaultyFiles();
            var wal = Open(faulty.Files.Log, out _);
            wal.Append([Entry(1, 2000), Entry(2, 30)]);
            faulty.Faults.FailWhen = (operation, _) => operation is FaultOperation.SyncLog or FaultOperation.CutLog;
            Assert.Throws<VectorDbException>(() => wal.Append([.. Enumerable.Range(3, 20).Select(i => Entry(i, i * 100))]));

            var log = faulty.Cut(new PowerCut { KeptBytes = long.MaxValue, LostSectors = new Random(seed) }).Files.Log;
            Open(log, out var replayed);
            Assert.True(replayed.Count >= 2, $"seed {seed}");
            Assert.Equal(Enumerable.Range(1, replayed.Count).Select(i => (long)i), replayed.Select(r => r.Sequence));
        }
    }

    [Fact]
    public void A_flipped_bit_before_the_last_group_is_an_error_at_every_byte()
    {
        var (log, groups) = ThreeGroups();
        for (var position = 0; position < groups[1]; position++)
        {
            var error = Assert.Throws<CorruptDataException>(() => Open(Flipped(log, position), out _));
            Assert.True(error.Offset <= position);
        }
    }

    [Fact]
    public void A_flipped_bit_in_the_last_group_never_gives_wrong_records()
    {
        var (log, groups) = ThreeGroups();
        for (var position = groups[1]; position < groups[2]; position++)
        {
            Open(Flipped(log, position), out var replayed);
            Assert.InRange(replayed.Count, 4, 5);
            Assert.Equal(Enumerable.Range(1, replayed.Count).Select(i => Payload(i, 20 + i)), replayed.Select(r => r.Payload));
        }
    }

    [Fact]
    public void After_a_clean_close_damage_to_the_last_group_is_an_error_too()
    {
        var (log, groups) = ThreeGroups();
        Open(log, out _).Seal();
        Assert.True(log.End > groups[2]);

        for (var position = 0; position < groups[2]; position++)
            Assert.Throws<CorruptDataException>(() => Open(Flipped(log, position), out _));
        for (var position = groups[2]; position < log.End; position++)
        {
            Open(Flipped(log, position), out var replayed);
            Assert.Equal(6, replayed.Count);
        }
    }

    [Fact]
    public void Sealing_twice_or_an_untouched_log_writes_nothing()
    {
        var (log, _) = ThreeGroups();
        var wal = Open(log, out _);
        wal.Seal();
        var end = log.End;
        wal.Seal();
        Open(log, out _).Seal();
        Assert.Equal(end, log.End);

        var fresh = new MemoryLog(Guid.NewGuid());
        Open(fresh, out _).Seal();
        Assert.Equal(0, fresh.End);
    }

    [Fact]
    public void Records_inside_a_payload_are_not_mistaken_for_records()
    {
        var (log, _) = ThreeGroups();
        var image = new byte[log.End];
        log.Read(0, image);
        var faulty = new FaultyFiles();
        var wal = Open(faulty.Files.Log, out _);
        wal.Append([Entry(1, 10)]);
        faulty.Faults.FailWhen = (operation, _) => operation is FaultOperation.SyncLog or FaultOperation.CutLog;
        Assert.Throws<VectorDbException>(() => wal.Append([new WalEntry(1, new CommitSequence(2), image)]));

        Open(faulty.Cut(new PowerCut { KeptBytes = image.Length }).Files.Log, out var replayed);

        Assert.Single(replayed);
    }

    [Fact]
    public void A_failing_write_at_any_operation_loses_nothing_acknowledged_and_the_log_goes_on()
    {
        // Operation 0 creates the log.
        for (var failing = 1; ; failing++)
        {
            var faulty = new FaultyFiles { Faults = { FailAt = failing, TornShare = failing % 3 / 2.0 } };
            var acknowledged = new List<long>();
            var failed = 0;
            var wal = Open(faulty.Files.Log, out _);
            for (var i = 1; i <= 10; i++)
            {
                try
                {
                    wal.Append([Entry(i, i * 30), Entry(i, 5)]);
                    acknowledged.Add(i);
                }
                catch (VectorDbException e)
                {
                    Assert.Equal(SqlStates.IoError, e.SqlState);
                    failed++;
                }
            }

            foreach (var cut in new[] { PowerCut.LosesAll, PowerCut.ProcessOnly })
            {
                Open(faulty.Cut(cut).Files.Log, out var replayed);
                Assert.Equal(acknowledged.SelectMany(i => new[] { i, i }), replayed.Select(r => r.Sequence));
            }

            if (failed == 0)
                break;
            Assert.Equal(1, failed);
        }
    }

    [Fact]
    public void A_full_disk_fails_the_group_and_space_makes_it_usable_again()
    {
        var faulty = new FaultyFiles { Faults = { SpaceLeft = 300 } };
        var wal = Open(faulty.Files.Log, out _);
        wal.Append([Entry(1, 100)]);

        Assert.Equal(SqlStates.DiskFull, Assert.Throws<VectorDbException>(() => wal.Append([Entry(2, 200)])).SqlState);
        faulty.Faults.SpaceLeft = null;
        wal.Append([Entry(2, 200)]);

        Open(faulty.Cut().Files.Log, out var replayed);
        Assert.Equal([1, 2], replayed.Select(r => r.Sequence));
    }

    [Fact]
    public void When_the_cut_fails_too_every_further_append_says_why()
    {
        var faulty = new FaultyFiles();
        var wal = Open(faulty.Files.Log, out _);
        wal.Append([Entry(1, 10)]);
        faulty.Faults.FailAt = faulty.Faults.Operations;
        faulty.Faults.FailCount = 2;
        Assert.Throws<VectorDbException>(() => wal.Append([Entry(2, 10)]));

        for (var i = 0; i < 2; i++)
        {
            var error = Assert.Throws<VectorDbException>(() => wal.Append([Entry(2, 10)]));
            Assert.Equal(SqlStates.IoError, error.SqlState);
            Assert.Contains("cannot be written since an earlier failure could not be undone", error.Message);
        }

        Open(faulty.Cut().Files.Log, out var replayed);
        Assert.Single(replayed);
    }

    [Fact]
    public void Damage_before_the_checkpoint_is_never_taken_for_a_torn_end()
    {
        var (log, groups) = ThreeGroups();
        var cut = Copy(log, groups[2] - 3);

        Assert.Throws<CorruptDataException>(() => ReadAll(cut, groups[1], durable: groups[2]));
    }

    [Fact]
    public void A_log_file_cut_at_any_byte_of_its_last_group_opens_and_goes_on()
    {
        long before, end;
        using (var log = LocalLog.Open(_folder.Path))
        {
            var wal = Open(log, out _);
            before = wal.Append([Entry(1, 100)]);
            end = wal.Append([Entry(2, 60)]);
        }

        var file = Directory.GetFiles(_folder.Path).Single();
        var sound = File.ReadAllBytes(file);
        for (var kept = before; kept < end; kept++)
        {
            File.WriteAllBytes(file, sound[..(int)(LogFileHeader.Size + kept)]);
            using (var log = LocalLog.Open(_folder.Path))
            {
                var wal = Open(log, out var replayed);
                Assert.Equal([1], replayed.Select(r => r.Sequence));
                Assert.Equal(before, wal.End);
                wal.Append([Entry(3, 10)]);
            }

            using var again = LocalLog.Open(_folder.Path);
            Open(again, out var both);
            Assert.Equal([1, 3], both.Select(r => r.Sequence));
        }
    }

    [Fact]
    public void Without_a_sync_a_power_cut_loses_the_newest_records_and_no_others()
    {
        var faulty = new FaultyFiles();
        var wal = Open(faulty.Files.Log, out _);
        wal.Append([Entry(1, 10)], sync: false);
        wal.Append([Entry(2, 10)], sync: false);
        wal.Sync();
        wal.Append([Entry(3, 10)], sync: false);
        wal.Append([Entry(4, 700)], sync: false);

        for (var seed = 0; seed < 20; seed++)
        {
            Open(faulty.Cut(new PowerCut { KeptBytes = long.MaxValue, LostSectors = new Random(seed) }).Files.Log, out var replayed);
            Assert.InRange(replayed.Count, 2, 4);
            Assert.Equal(Enumerable.Range(1, replayed.Count).Select(i => (long)i), replayed.Select(r => r.Sequence));
        }
    }

    [Fact]
    public void A_failed_sync_of_earlier_records_stops_the_log()
    {
        var faulty = new FaultyFiles();
        var wal = Open(faulty.Files.Log, out _);
        wal.Append([Entry(1, 10)], sync: false);
        faulty.Faults.FailAt = faulty.Faults.Operations;

        Assert.Throws<VectorDbException>(wal.Sync);
        Assert.Throws<VectorDbException>(() => wal.Append([Entry(2, 10)]));
    }

    [Fact]
    public void Verify_names_the_damaged_place_and_is_content_with_a_torn_end()
    {
        var (log, groups) = ThreeGroups();
        Assert.Empty(WriteAheadLog.Verify(log, log.Id, 0));
        Assert.Empty(WriteAheadLog.Verify(Copy(log, groups[2] - 3), log.Id, 0));

        var defect = Assert.Single(WriteAheadLog.Verify(Flipped(log, (int)groups[0] + 50), log.Id, 0));
        Assert.InRange(defect.Offset, groups[0], groups[0] + 50);
    }

    private static void ReadAll(ILog log, long from, long durable)
    {
        var reader = new WalReader(log, from, durable);
        while (reader.TryRead(out _))
        {
        }
    }

    /// <summary>A log of three synced groups of two records, and the position after each group.</summary>
    private static (MemoryLog Log, int[] Ends) ThreeGroups()
    {
        var log = new MemoryLog(Guid.NewGuid());
        var wal = Open(log, out _);
        var ends = new int[3];
        for (var i = 0; i < 3; i++)
            ends[i] = (int)wal.Append([Entry((2 * i) + 1, 21 + (2 * i)), Entry((2 * i) + 2, 22 + (2 * i))]);
        return (log, ends);
    }

    private static MemoryLog Copy(ILog log, long end)
    {
        var bytes = new byte[end];
        log.Read(0, bytes);
        var copy = new MemoryLog(log.Id);
        copy.Append([bytes]);
        return copy;
    }

    private static MemoryLog Flipped(ILog log, int position)
    {
        var bytes = new byte[log.End];
        log.Read(0, bytes);
        bytes[position] ^= (byte)(1 << (position % 8));
        var copy = new MemoryLog(log.Id);
        copy.Append([bytes]);
        return copy;
    }

    private static WriteAheadLog Open(ILog log, out List<Replayed> replayed, long from = 0)
    {
        var records = new List<Replayed>();
        replayed = records;
        return WriteAheadLog.Open(log, log.Id, from, from, record => records.Add(new Replayed(record.Sequence.Value, record.Payload.ToArray())));
    }

    private static WalEntry Entry(int sequence, int bytes) => new(1, new CommitSequence(sequence), Payload(sequence, bytes));

    private static byte[] Payload(int seed, int bytes)
    {
        var payload = new byte[bytes];
        new Random(seed).NextBytes(payload);
        return payload;
    }

    private static ReadOnlySequence<byte> Sequence(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        Piece? first = null, last = null;
        foreach (var piece in pieces)
        {
            last = new Piece(piece, last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    private sealed record Replayed(long Sequence, byte[] Payload);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            RunningIndex = before is null ? 0 : before.RunningIndex + before.Memory.Length;
            if (before is not null)
                before.Next = this;
        }
    }
}
