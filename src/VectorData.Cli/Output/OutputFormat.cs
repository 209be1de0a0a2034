namespace VectorData.Cli.Output;

internal enum OutputFormat
{
    Table,
    Csv,
    Json,
}
