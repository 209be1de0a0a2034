using System.Globalization;
using VectorData.AdoNet;
using VectorData.Core.Errors;

// A process that writes until it is killed. Every transfer touches two tables in one transaction; a transfer's number goes to
// standard output only after its commit returned, so the reader of that output knows what must be there afterwards.
const int Accounts = 16;
const int Writers = 3;

var connectionString = args[0];
var firstTransfer = long.Parse(args[1], CultureInfo.InvariantCulture);
var seed = int.Parse(args[2], CultureInfo.InvariantCulture);
var next = firstTransfer;
var output = TextWriter.Synchronized(Console.Out);

using (var connection = new VectorDbConnection(connectionString))
{
    try
    {
        connection.Open();
    }
    catch (VectorDbException e)
    {
        output.WriteLine($"{e.SqlState} {e.Message}");
        return 1;
    }

    using var create = connection.CreateCommand();
    create.CommandText = $"""
        CREATE TABLE IF NOT EXISTS accounts (id integer PRIMARY KEY, balance bigint NOT NULL);
        CREATE TABLE IF NOT EXISTS entries (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            transfer bigint NOT NULL,
            account integer NOT NULL REFERENCES accounts,
            amount bigint NOT NULL,
            note text NOT NULL DEFAULT repeat('note ', 100),
            embedding vector(4) NOT NULL);
        CREATE INDEX IF NOT EXISTS entries_transfer ON entries (transfer);
        CREATE INDEX IF NOT EXISTS entries_embedding ON entries USING hnsw (embedding vector_l2_ops);
        INSERT INTO accounts SELECT i, 0 FROM generate_series(1, {Accounts}) AS s(i) ON CONFLICT DO NOTHING
        """;
    create.ExecuteNonQuery();
}

output.WriteLine("ready");
output.Flush();
var threads = Enumerable.Range(0, Writers).Select(writer => new Thread(() => Write(new Random(seed + writer)))).ToList();
threads.ForEach(thread => thread.Start());
threads.ForEach(thread => thread.Join());
return 0;

void Write(Random random)
{
    using var connection = new VectorDbConnection(connectionString);
    connection.Open();
    while (true)
    {
        var transfer = Interlocked.Increment(ref next);
        var from = random.Next(1, Accounts + 1);
        var to = (from % Accounts) + 1;
        var amount = random.Next(1, 100);
        try
        {
            using var transaction = connection.BeginTransaction();
            // Locks in ascending order of accounts, so that writers wait for each other but never in a circle.
            foreach (var (account, sign) in new[] { (from, -1), (to, 1) }.OrderBy(side => side.Item1))
            {
                Execute(connection, transaction, "UPDATE accounts SET balance = balance + $1 WHERE id = $2", (long)(sign * amount), account);
                Execute(
                    connection,
                    transaction,
                    "INSERT INTO entries (transfer, account, amount, embedding) VALUES ($1, $2, $3, $4)",
                    transfer,
                    account,
                    (long)(sign * amount),
                    new float[] { transfer, account, sign, 1 });
            }

            if (random.Next(10) == 0)
            {
                transaction.Rollback();
                continue;
            }

            transaction.Commit();
            output.WriteLine(transfer.ToString(CultureInfo.InvariantCulture));
            output.Flush();
        }
        catch (VectorDbException e) when (e.IsTransient)
        {
        }
    }
}

static void Execute(VectorDbConnection connection, VectorDbTransaction transaction, string sql, params object[] parameters)
{
    using var command = connection.CreateCommand();
    command.Transaction = transaction;
    command.CommandText = sql;
    foreach (var value in parameters)
        command.Parameters.Add(new VectorDbParameter { Value = value });
    command.ExecuteNonQuery();
}
