namespace VectorData.Testing.Recall;

/// <summary>Finds the folder of the solution file above the running test.</summary>
public static class RepositoryRoot
{
    private const string Solution = "VectorData.sln";

    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no {Solution} above {AppContext.BaseDirectory}");
    }
}
