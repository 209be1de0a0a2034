using Microsoft.EntityFrameworkCore.Diagnostics;

namespace VectorData.EntityFrameworkCore.Diagnostics;

internal sealed class VectorDataLoggingDefinitions : RelationalLoggingDefinitions;
