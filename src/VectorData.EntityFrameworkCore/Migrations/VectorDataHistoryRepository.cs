using Microsoft.EntityFrameworkCore.Migrations;

namespace VectorData.EntityFrameworkCore.Migrations;

internal sealed class VectorDataHistoryRepository(HistoryRepositoryDependencies dependencies) : HistoryRepository(dependencies)
{
}
