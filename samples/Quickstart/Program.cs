using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Quickstart;
using Spectre.Console;
using VectorData.AdoNet;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// A database is a folder. Nothing runs beside this process.
var folder = Path.Combine(Path.GetTempPath(), "quickstart.vdb");
if (Directory.Exists(folder))
    Directory.Delete(folder, recursive: true);
var connectionString = $"Data Source={folder}";

// Your own model goes here: any IEmbeddingGenerator<string, Embedding<float>>.
var data = Path.Combine(AppContext.BaseDirectory, "data");
using IEmbeddingGenerator<string, Embedding<float>> model = new StaticEmbeddingGenerator(data);

using (var connection = new VectorDbConnection(connectionString))
{
    connection.Open();
    Title("1. Create a table with a vector column");
    Execute(connection, $"""
        CREATE TABLE definitions (
            id        bigint PRIMARY KEY,
            pos       text NOT NULL,
            category  text NOT NULL,
            words     text[] NOT NULL,
            gloss     text NOT NULL,
            embedding vector({StaticEmbeddingGenerator.Dimensions})
        )
        """);

    Title("2. Embed and insert real definitions, in one transaction");
    var definitions = File.ReadLines(Path.Combine(data, "definitions.jsonl"))
        .Select(line => JsonSerializer.Deserialize<Definition>(line, JsonSerializerOptions.Web)!)
        .ToList();
    var clock = Stopwatch.StartNew();
    await AnsiConsole.Progress().StartAsync(async progress =>
    {
        var task = progress.AddTask("definitions", maxValue: definitions.Count);
        using var writer = connection.BeginBulkInsert("definitions");
        foreach (var chunk in definitions.Chunk(1024))
        {
            var embeddings = await model.GenerateAsync(chunk.Select(definition => definition.Gloss));
            foreach (var (definition, embedding) in chunk.Zip(embeddings))
                writer.WriteRow(definition.Id, definition.Pos, definition.Category, definition.Words, definition.Gloss, embedding.Vector);
            task.Increment(chunk.Length);
        }

        writer.Complete();
    });
    AnsiConsole.MarkupLine($"{definitions.Count:N0} rows in {clock.Elapsed.TotalSeconds:F1} s, embedding included");

    Title("3. Create the index");
    Execute(connection, "CREATE INDEX definitions_embedding ON definitions USING hnsw (embedding vector_cosine_ops) WITH (m = 16, ef_construction = 64)");

    Title("4. Ask: a large animal that lives in the sea");
    var question = await model.GenerateVectorAsync("a large animal that lives in the sea");
    Search(connection, question, "");

    Title("5. The same, only among animals");
    Search(connection, question, "WHERE category = 'noun.animal'");

    Title("6. A query by scalar filter alone");
    Print(connection, "SELECT id, words[1] AS word, gloss FROM definitions WHERE category = 'verb.weather' AND gloss LIKE '%snow%' ORDER BY id LIMIT 5");

    Title("7. Delete by id and by filter");
    var whale = Scalar(connection, "SELECT id FROM definitions WHERE category = 'noun.animal' ORDER BY embedding <=> $1 LIMIT 1", question);
    AnsiConsole.MarkupLine($"by id: {Execute(connection, "DELETE FROM definitions WHERE id = $1", whale)} row");
    AnsiConsole.MarkupLine($"by filter: {Execute(connection, "DELETE FROM definitions WHERE pos = 'adv'")} rows");
    AnsiConsole.MarkupLine($"left: {Scalar(connection, "SELECT count(*) FROM definitions"):N0} rows");
}

Title("8. Close, open again: everything is as it was left");
using (var connection = new VectorDbConnection(connectionString))
{
    connection.Open();
    AnsiConsole.MarkupLine($"found: {Scalar(connection, "SELECT count(*) FROM definitions"):N0} rows");
    Search(connection, await model.GenerateVectorAsync("a large animal that lives in the sea"), "WHERE category = 'noun.animal'");

    Title("9. Drop");
    Execute(connection, "DROP TABLE definitions");
}

VectorDbConnection.ClearAllPools();
Directory.Delete(folder, recursive: true);
AnsiConsole.MarkupLine("done");

static void Search(VectorDbConnection connection, ReadOnlyMemory<float> question, string where) => Print(
    connection,
    $"SELECT words[1] AS word, category, gloss, embedding <=> $1 AS distance FROM definitions {where} ORDER BY embedding <=> $1 LIMIT 5",
    question);

static int Execute(VectorDbConnection connection, string sql, params object?[] parameters)
{
    using var command = Command(connection, sql, parameters);
    return command.ExecuteNonQuery();
}

static object? Scalar(VectorDbConnection connection, string sql, params object?[] parameters)
{
    using var command = Command(connection, sql, parameters);
    return command.ExecuteScalar();
}

static VectorDbCommand Command(VectorDbConnection connection, string sql, object?[] parameters)
{
    var command = connection.CreateCommand();
    command.CommandText = sql;
    foreach (var value in parameters)
        command.Parameters.Add(new VectorDbParameter { Value = value });
    return command;
}

static void Print(VectorDbConnection connection, string sql, params object?[] parameters)
{
    using var command = Command(connection, sql, parameters);
    using var reader = command.ExecuteReader();
    var table = new Table().Border(TableBorder.Simple);
    for (var i = 0; i < reader.FieldCount; i++)
        table.AddColumn(reader.GetName(i));
    while (reader.Read())
    {
        table.AddRow(Enumerable.Range(0, reader.FieldCount)
            .Select(i => Markup.Escape(reader.GetValue(i) is double distance ? distance.ToString("F3") : Shorten(reader.GetValue(i)))).ToArray());
    }

    AnsiConsole.Write(table);
}

static string Shorten(object value) => value.ToString() is { Length: > 60 } text ? text[..59] + "…" : value.ToString() ?? "";

static void Title(string text) => AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(text)}[/]").LeftJustified());

internal sealed record Definition(long Id, string Pos, string Category, string[] Words, string Gloss);
