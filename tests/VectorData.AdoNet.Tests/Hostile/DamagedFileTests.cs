using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Hashing;
using VectorData.AdoNet.Tests.Durability;
using VectorData.Core.Errors;
using Xunit.Abstractions;

namespace VectorData.AdoNet.Tests.Hostile;

/// <summary>
/// Every kind of file, damaged in every way: whoever needs the file gets an error that names it, what is read is never wrong, `check`
/// finds it, and with the sound file back everything is there.
/// </summary>
public sealed class DamagedFileTests(ITestOutputHelper output, DamagedFileTests.SoundFiles made) : IClassFixture<DamagedFileTests.SoundFiles>, IDisposable
{
    private const string Everything = """
        SELECT count(*), sum(id), count(DISTINCT label), sum(vector_dims(embedding)) FROM docs;
        SELECT id, label FROM docs ORDER BY embedding <-> '[5,0,0,1]' LIMIT 5;
        SELECT id FROM docs WHERE id IN (7, 500, 8999, 9001) ORDER BY id;
        SELECT count(*) FROM docs WHERE label = 'l3'
        """;

    private readonly TempDatabase _database = new();

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var kind in new[] { "segment", "index", "deletes", "manifest", "log" })
                foreach (var damage in new[] { "truncated", "emptied", "foreign", "newer", "flipped", "removed", "swapped" })
                    if ((kind, damage) is not (("manifest" or "log") and _, "swapped"))
                        cases.Add(kind, damage);
            return cases;
        }
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_damaged_file_is_refused_by_name_and_nothing_else_is_lost(string kind, string damage)
    {
        var (sound, expected) = (made.Files, made.Rows);
        _database.Write(sound);
        var name = FileOf(sound, kind);
        Damage(name, sound, damage);
        var file = Path.Combine(_database.Folder, name);

        var error = Assert.ThrowsAny<VectorDbException>(Read);

        // Nobody knows the name of a log file that is gone: its folder is named.
        var named = (kind, damage) == ("log", "removed") ? Path.GetDirectoryName(file)! : file;
        Assert.Contains(named, error.Message + error.Detail, StringComparison.Ordinal);
        Assert.Contains(error.SqlState, damage == "newer" ? ["0A000"] : damage == "removed" ? ["58P01", "XX001"] : new[] { "XX001" });
        var (code, said) = Check();
        Assert.Equal(1, code);
        Assert.Contains(Path.GetFileName(named), said, StringComparison.Ordinal);
        // What was refused must not have touched the other files.
        File.WriteAllBytes(file, sound[name]);
        Assert.Equal(expected, Read());
        Assert.Equal(0, Check().Code);
    }

    [Theory]
    [InlineData("segment")]
    [InlineData("index")]
    [InlineData("deletes")]
    [InlineData("manifest")]
    [InlineData("log")]
    public void A_flipped_bit_anywhere_never_gives_wrong_rows_and_is_always_found(string kind)
    {
        var (sound, expected) = (made.Files, made.Rows);
        _database.Write(sound);
        var name = FileOf(sound, kind);
        var file = Path.Combine(_database.Folder, name);
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 12; round++)
        {
            var bytes = (byte[])sound[name].Clone();
            // Of the log only what came after the checkpoint is ever read again.
            var from = kind == "log" ? bytes.Length - 150 : 0;
            var at = round switch { 0 => 0, 1 => bytes.Length - 1, _ => random.Next(from, bytes.Length) };
            bytes[at] ^= (byte)(1 << random.Next(8));
            _database.Write(sound);
            File.WriteAllBytes(file, bytes);
            try
            {
                Assert.Equal(expected, Read());
            }
            catch (VectorDbException e)
            {
                Assert.Contains(Path.GetFileName(file), e.Message + e.Detail, StringComparison.Ordinal);
            }

            _database.Write(sound);
            File.WriteAllBytes(file, bytes);
            Assert.True(Defects().Any(said => said.Contains(Path.GetFileName(file), StringComparison.Ordinal)), $"byte {at} of {name}: {string.Join("; ", Defects())}");
        }
    }

    [Fact]
    public void Damage_in_one_table_leaves_the_others_usable()
    {
        using (var connection = _database.Open())
        {
            connection.NonQuery("CREATE TABLE a (id integer PRIMARY KEY, t text); INSERT INTO a SELECT i, repeat('x', 100) FROM generate_series(1, 3000) AS s(i); CHECKPOINT");
            connection.NonQuery("CREATE TABLE b (id integer PRIMARY KEY, t text); INSERT INTO b SELECT i, 'b' || i FROM generate_series(1, 3000) AS s(i); CHECKPOINT");
        }

        var segment = Directory.GetFiles(Path.Combine(_database.Folder, "objects")).MaxBy(file => new FileInfo(file).Length)!;
        var bytes = File.ReadAllBytes(segment);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(segment, bytes);
        using (var connection = _database.Open())
        {
            var error = connection.Refuse("XX001", "SELECT sum(length(t)) FROM a");
            Assert.Contains(Path.GetFileName(segment), error.Message, StringComparison.Ordinal);
            Assert.Equal(3000L, connection.Scalar("SELECT count(*) FROM b WHERE t LIKE 'b%'"));
            connection.NonQuery("INSERT INTO b VALUES (9000, 'new')");
            connection.NonQuery("INSERT INTO a VALUES (9000, 'new')");
            Assert.Equal("new", connection.Scalar("SELECT t FROM a WHERE id = 9000"));
        }

        using var again = _database.Open();
        Assert.Equal("new", again.Scalar("SELECT t FROM b WHERE id = 9000"));
        again.Refuse("XX001", "SELECT sum(length(t)) FROM a");
    }

    [Fact]
    public void A_folder_of_something_else_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(_database.Folder);
        var file = Path.Combine(_database.Folder, "holiday.jpg");
        File.WriteAllText(file, "not a database");
        Assert.Equal("42809", Assert.ThrowsAny<VectorDbException>(() => _database.Open()).SqlState);
        Assert.Equal([file], Directory.GetFileSystemEntries(_database.Folder));
        Directory.Delete(_database.Folder, recursive: true);
        File.WriteAllText(_database.Folder, "a file");
        Assert.Equal("42809", Assert.ThrowsAny<VectorDbException>(() => _database.Open()).SqlState);
        Assert.Equal("a file", File.ReadAllText(_database.Folder));
    }

    private string Read() => ReadAll(_database);

    private static string ReadAll(TempDatabase database)
    {
        using var connection = database.Open();
        return string.Join(';', Everything.Split(';').Select(sql => connection.Rows(sql)));
    }

    private static string FileOf(IReadOnlyDictionary<string, byte[]> files, string kind) => files.Keys.Single(name => kind switch
    {
        "manifest" => name == "manifest",
        "log" => name.EndsWith(".wal", StringComparison.Ordinal),
        _ => Path.GetFileName(name).StartsWith(kind + "-", StringComparison.Ordinal),
    });

    private void Damage(string name, IReadOnlyDictionary<string, byte[]> sound, string damage)
    {
        var file = Path.Combine(_database.Folder, name);
        var bytes = (byte[])sound[name].Clone();
        switch (damage)
        {
            case "truncated":
                bytes = bytes[..(bytes.Length - Math.Min(60, bytes.Length / 3))];
                break;
            case "emptied":
                bytes = [];
                break;
            case "foreign":
                bytes = "\u0089PNG and then something that no database ever wrote, long enough to hold a header of any kind of file there is"u8.ToArray();
                break;
            case "newer":
                MakeNewer(bytes);
                break;
            case "flipped":
                bytes[name.EndsWith("wal", StringComparison.Ordinal) ? bytes.Length - 100 : 20] ^= 1;
                break;
            case "swapped":
                bytes = sound.First(other => other.Key != name && other.Key.StartsWith("objects", StringComparison.Ordinal)).Value;
                break;
            case "removed":
                File.Delete(file);
                return;
        }

        File.WriteAllBytes(file, bytes);
    }

    // Version and checksum of the header, as the format of each kind has them.
    private static void MakeNewer(byte[] bytes)
    {
        var (version, hash) = System.Text.Encoding.ASCII.GetString(bytes, 0, 6) switch
        {
            "VDBMAN" => (8, 40),
            "VDBWAL" => (8, 56),
            _ => (12, 56),
        };
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(version), 99);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(hash), XxHash3.HashToUInt64(bytes.AsSpan(0, hash)));
    }

    private List<string> Defects()
    {
        try
        {
            using var database = VectorDatabase.Open(_database.Folder);
            return [.. database.Verify().Select(defect => $"{defect.File}: {defect.Message}")];
        }
        catch (VectorDbException e)
        {
            return [e.Message + e.Detail];
        }
    }

    private (int Code, string Said) Check()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "VectorData.Cli.dll"), "check", "--data-source", _database.Folder },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    /// <summary>A database with a segment that has deleted rows, an index built afterwards in a file of its own, and rows that are in the log alone.</summary>
    public sealed class SoundFiles
    {
        public SoundFiles()
        {
            using var database = new TempDatabase();
            using (var connection = database.Open())
            {
                connection.NonQuery("CREATE TABLE docs (id integer PRIMARY KEY, label text, embedding vector(4))");
                connection.NonQuery("INSERT INTO docs SELECT i, 'l' || (i % 10), ARRAY[i, i % 7, i % 3, 1]::vector FROM generate_series(1, 9000) AS s(i)");
                connection.NonQuery("CHECKPOINT");
                connection.NonQuery("DELETE FROM docs WHERE id BETWEEN 4 AND 6");
                connection.NonQuery("CREATE INDEX docs_embedding ON docs USING hnsw (embedding vector_l2_ops) WITH (m = 4, ef_construction = 16)");
                connection.NonQuery("CHECKPOINT");
                connection.NonQuery("INSERT INTO docs VALUES (9001, 'tail', '[5,0,0,2]')");
            }

            Rows = ReadAll(database);
            Files = database.Read();
        }

        public IReadOnlyDictionary<string, byte[]> Files { get; }

        public string Rows { get; }
    }
}
