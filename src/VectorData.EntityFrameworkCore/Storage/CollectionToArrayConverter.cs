using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace VectorData.EntityFrameworkCore.Storage;

/// <summary>A collection property's value as the array that is sent and read, each element by the element's own converter.</summary>
internal sealed class CollectionToArrayConverter<TCollection, TElement, TProvider>(ValueConverter? element)
    : ValueConverter<TCollection, TProvider[]>(
        collection => ToArray(collection, element),
        array => ToCollection(array, element))
    where TCollection : IEnumerable<TElement>
{
    private static TProvider[] ToArray(TCollection collection, ValueConverter? element)
    {
        if (element is null)
            return collection.Cast<TProvider>().ToArray();
        return collection.Select(item => (TProvider)element.ConvertToProvider(item)!).ToArray();
    }

    private static TCollection ToCollection(TProvider[] array, ValueConverter? element)
    {
        var items = new TElement[array.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = (TElement)(element is null ? (object?)array[i] : element.ConvertFromProvider(array[i]))!;
        if (items is TCollection same)
            return typeof(TCollection).IsArray || !typeof(TCollection).IsAssignableFrom(typeof(List<TElement>)) ? same : (TCollection)(object)items.ToList();
        return typeof(TCollection).IsAssignableFrom(typeof(List<TElement>))
            ? (TCollection)(object)items.ToList()
            : (TCollection)Activator.CreateInstance(typeof(TCollection), [items.AsEnumerable()])!;
    }
}
