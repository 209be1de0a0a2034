using VectorData.Core.Errors;
using VectorData.Storage.Files;
using VectorData.Storage.Manifest;
using VectorData.Storage.Tests.Files;
using VectorData.Testing.Faults;

namespace VectorData.Storage.Tests.Manifest;

public sealed class ManifestStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_manifest_is_read_back_with_its_version()
    {
        var store = Local();
        Assert.Null(store.Read());
        Assert.Equal(1, store.Replace("one"u8));
        Assert.Equal(2, store.Replace("two"u8));

        var content = Local().Read();
        Assert.Equal(2, content!.Value.Version);
        Assert.Equal("two"u8.ToArray(), content.Value.Payload.ToArray());
    }

    [Fact]
    public void Whoever_missed_a_replacement_cannot_replace()
    {
        var first = Local();
        first.Replace("one"u8);
        var second = Local();
        second.Read();
        second.Replace("two"u8);

        var error = Assert.Throws<VectorDbException>(() => first.Replace("three"u8));

        Assert.Equal(SqlStates.ObjectInUse, error.SqlState);
        Assert.Equal("two"u8.ToArray(), Local().Read()!.Value.Payload.ToArray());
    }

    [Fact]
    public void Any_flipped_bit_is_found()
    {
        Local().Replace("a payload of some length"u8);
        var sound = File.ReadAllBytes(_folder["manifest"]);
        for (var bit = 0; bit < sound.Length * 8; bit++)
        {
            var damaged = (byte[])sound.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(_folder["manifest"], damaged);
            Assert.Equal(_folder["manifest"], Assert.Throws<CorruptDataException>(() => Local().Read()).File);
        }
    }

    [Fact]
    public void Any_cut_is_found()
    {
        Local().Replace("a payload of some length"u8);
        var sound = File.ReadAllBytes(_folder["manifest"]);
        for (var length = 0; length < sound.Length; length++)
        {
            File.WriteAllBytes(_folder["manifest"], sound[..length]);
            Assert.Throws<CorruptDataException>(() => Local().Read());
        }

        File.WriteAllBytes(_folder["manifest"], [.. sound, 0]);
        Assert.Throws<CorruptDataException>(() => Local().Read());
    }

    [Fact]
    public void Newer_and_foreign_manifests_are_refused_by_name()
    {
        Local().Replace("payload"u8);
        var bytes = File.ReadAllBytes(_folder["manifest"]);
        bytes[8] = 9;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(40), System.IO.Hashing.XxHash3.HashToUInt64(bytes.AsSpan(0, 40)));
        File.WriteAllBytes(_folder["manifest"], bytes);
        var newer = Assert.Throws<VectorDbException>(() => Local().Read());
        Assert.Equal($"file \"{_folder["manifest"]}\" has manifest format version 9; this version of VectorData reads version 1", newer.Message);

        File.WriteAllText(_folder["manifest"], "{ \"name\": \"a manifest of a web application\", \"icons\": [] }");
        Assert.Contains("not a VectorData manifest", Assert.Throws<CorruptDataException>(() => Local().Read()).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_a_failed_replacement_the_next_one_succeeds(bool failsAfterwards)
    {
        var faulty = new FaultyFiles();
        var store = new ManifestStore(faulty.Files.Manifest);
        store.Replace("one"u8);
        faulty.Faults.FailAt = faulty.Faults.Operations;
        faulty.Faults.ManifestFailsAfterwards = failsAfterwards;

        Assert.Equal(SqlStates.IoError, Assert.Throws<VectorDbException>(() => store.Replace("two"u8)).SqlState);
        store.Replace("three"u8);

        var found = new ManifestStore(faulty.Cut().Files.Manifest).Read()!.Value;
        Assert.Equal("three"u8.ToArray(), found.Payload.ToArray());
        Assert.Equal(failsAfterwards ? 3 : 2, found.Version);
    }

    private ManifestStore Local() => new(new LocalManifestStore(_folder.Path));
}
