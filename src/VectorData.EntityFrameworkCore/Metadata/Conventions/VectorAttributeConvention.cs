using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace VectorData.EntityFrameworkCore.Metadata.Conventions;

/// <summary><c>[Vector(384)]</c> is the column's type.</summary>
internal sealed class VectorAttributeConvention(ProviderConventionSetBuilderDependencies dependencies)
    : PropertyAttributeConventionBase<VectorAttribute>(dependencies)
{
    protected override void ProcessPropertyAdded(
        IConventionPropertyBuilder propertyBuilder, VectorAttribute attribute, MemberInfo clrMember, IConventionContext context) =>
        propertyBuilder.HasColumnType(VectorStoreTypes.For(propertyBuilder.Metadata, attribute.Dimensions), fromDataAnnotation: true);
}
