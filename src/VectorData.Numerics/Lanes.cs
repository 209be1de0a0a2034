using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VectorData.Numerics;

/// <summary>Loads stored elements as floats, one register at a time. The reference must address a full register.</summary>
public interface ILane<T>
    where T : unmanaged
{
    static abstract float One(ref readonly T source);

    static abstract Vector128<float> Four(ref readonly T source);

    static abstract Vector256<float> Eight(ref readonly T source);

    static abstract Vector512<float> Sixteen(ref readonly T source);
}

/// <summary>Floats as they are.</summary>
public readonly struct FloatLane : ILane<float>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float One(ref readonly float source) => source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Four(ref readonly float source) => Vector128.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Eight(ref readonly float source) => Vector256.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sixteen(ref readonly float source) => Vector512.LoadUnsafe(in source);
}

/// <summary>Halves widened by integer arithmetic: exponent and mantissa shifted into place, then scaled by 2^112, which also normalises subnormals.</summary>
public readonly struct HalfLane : ILane<Half>
{
    private const uint Magnitude = 0x7FFF;
    private const uint Sign = 0x8000;
    private const uint ScaleBits = 0x77800000;
    private const uint NotFinite = 0x0F800000;
    private const uint FloatExponent = 0x7F800000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float One(ref readonly Half source) => (float)source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Four(ref readonly Half source)
    {
        var narrow = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(in Unsafe.As<Half, byte>(ref Unsafe.AsRef(in source)))).AsUInt16();
        var wide = Vector128.WidenLower(narrow);
        var bits = Vector128.ShiftLeft(wide & Vector128.Create(Magnitude), 13);
        var scaled = (bits.AsSingle() * Vector128.Create(ScaleBits).AsSingle()).AsUInt32();
        scaled |= Vector128.GreaterThanOrEqual(bits.AsInt32(), Vector128.Create((int)NotFinite)).AsUInt32() & Vector128.Create(FloatExponent);
        return (scaled | Vector128.ShiftLeft(wide & Vector128.Create(Sign), 16)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Eight(ref readonly Half source)
    {
        var narrow = Vector128.LoadUnsafe(in Unsafe.As<Half, ushort>(ref Unsafe.AsRef(in source)));
        var wide = Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(narrow).AsUInt32()
            : Vector256.Create(Vector128.WidenLower(narrow), Vector128.WidenUpper(narrow));
        var bits = Vector256.ShiftLeft(wide & Vector256.Create(Magnitude), 13);
        var scaled = (bits.AsSingle() * Vector256.Create(ScaleBits).AsSingle()).AsUInt32();
        scaled |= Vector256.GreaterThanOrEqual(bits.AsInt32(), Vector256.Create((int)NotFinite)).AsUInt32() & Vector256.Create(FloatExponent);
        return (scaled | Vector256.ShiftLeft(wide & Vector256.Create(Sign), 16)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sixteen(ref readonly Half source)
    {
        var narrow = Vector256.LoadUnsafe(in Unsafe.As<Half, ushort>(ref Unsafe.AsRef(in source)));
        var wide = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512UInt32(narrow)
            : Vector512.Create(Vector256.WidenLower(narrow), Vector256.WidenUpper(narrow));
        var bits = Vector512.ShiftLeft(wide & Vector512.Create(Magnitude), 13);
        var scaled = (bits.AsSingle() * Vector512.Create(ScaleBits).AsSingle()).AsUInt32();
        scaled |= Vector512.GreaterThanOrEqual(bits, Vector512.Create(NotFinite)) & Vector512.Create(FloatExponent);
        return (scaled | Vector512.ShiftLeft(wide & Vector512.Create(Sign), 16)).AsSingle();
    }
}

/// <summary>One step of a sum over pairs of elements. Masked-out lanes arrive as zeros in both operands and must add nothing.</summary>
public interface IPairStep
{
    static abstract float Add(float sum, float left, float right);

    static abstract Vector128<float> Add(Vector128<float> sum, Vector128<float> left, Vector128<float> right);

    static abstract Vector256<float> Add(Vector256<float> sum, Vector256<float> left, Vector256<float> right);

    static abstract Vector512<float> Add(Vector512<float> sum, Vector512<float> left, Vector512<float> right);
}

/// <summary>sum + (left - right)^2</summary>
public readonly struct SquaredDifference : IPairStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float sum, float left, float right) => MathF.FusedMultiplyAdd(left - right, left - right, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> sum, Vector128<float> left, Vector128<float> right) =>
        Vector128.MultiplyAddEstimate(left - right, left - right, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> sum, Vector256<float> left, Vector256<float> right) =>
        Vector256.MultiplyAddEstimate(left - right, left - right, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> sum, Vector512<float> left, Vector512<float> right) =>
        Vector512.MultiplyAddEstimate(left - right, left - right, sum);
}

/// <summary>sum + left * right</summary>
public readonly struct Product : IPairStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float sum, float left, float right) => MathF.FusedMultiplyAdd(left, right, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> sum, Vector128<float> left, Vector128<float> right) =>
        Vector128.MultiplyAddEstimate(left, right, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> sum, Vector256<float> left, Vector256<float> right) =>
        Vector256.MultiplyAddEstimate(left, right, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> sum, Vector512<float> left, Vector512<float> right) =>
        Vector512.MultiplyAddEstimate(left, right, sum);
}

/// <summary>sum + |left - right|</summary>
public readonly struct AbsoluteDifference : IPairStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float sum, float left, float right) => sum + MathF.Abs(left - right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> sum, Vector128<float> left, Vector128<float> right) => sum + Vector128.Abs(left - right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> sum, Vector256<float> left, Vector256<float> right) => sum + Vector256.Abs(left - right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> sum, Vector512<float> left, Vector512<float> right) => sum + Vector512.Abs(left - right);
}
