Console.WriteLine("vectordata");
