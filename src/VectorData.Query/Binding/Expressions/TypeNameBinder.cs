using VectorData.Core.Errors;
using VectorData.Core.Schema;
using VectorData.Core.Values.Text;
using VectorData.Sql.Syntax;

namespace VectorData.Query.Binding.Expressions;

/// <summary>From a type's name in the text to the type.</summary>
internal static class TypeNameBinder
{
    /// <summary>42704 for a name that is no type, 22023 and others for bad modifiers, with the position of the name.</summary>
    public static SqlType Bind(TypeName name)
    {
        try
        {
            // The keyword char arrives as character: what is left is "char".
            var text = name.Name.Name == "char" ? "\"char\"" : name.Name.Name;
            return TypeNames.Resolve(text, name.Modifiers, name.ArrayDimensions);
        }
        catch (VectorDbException e)
        {
            throw e.At(name.Position + 1);
        }
    }
}
