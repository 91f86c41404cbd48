namespace SalesSupport.Durability;

/// <summary>
/// What has been promised. For each report: the text whose save was answered with success last, and texts sent since without an answer, which may or may not be there.
/// </summary>
internal sealed class Ledger
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);

    public long Acknowledged { get; private set; }

    public int Unanswered { get; private set; }

    /// <summary>Reports whose save was answered with success at least once.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (entries)
            {
                return [.. entries.Where(e => e.Value.Acknowledged is not null).Select(e => e.Key)];
            }
        }
    }

    public void Sent(string key, string text)
    {
        lock (entries)
        {
            if (!entries.TryGetValue(key, out var entry))
            {
                entries[key] = entry = new Entry();
            }

            entry.Open.Add(text);
        }
    }

    public void Answered(string key, string text)
    {
        lock (entries)
        {
            Acknowledged++;
            entries[key].Acknowledged = text;
            entries[key].Open.Clear();
        }
    }

    /// <summary>Compares with what is stored. What was found is what must be there from now on.</summary>
    /// <returns>One line for each report that has lost a save.</returns>
    public IReadOnlyList<string> Compare(IReadOnlyDictionary<string, string> stored)
    {
        var lost = new List<string>();
        lock (entries)
        {
            foreach (var (key, entry) in entries)
            {
                var found = stored.GetValueOrDefault(key);
                if (entry.Acknowledged is { } promised && found != promised && !entry.Open.Contains(found ?? ""))
                {
                    lost.Add($"{key}: answered was \"{promised}\", stored is {(found is null ? "nothing" : $"\"{found}\"")}");
                }

                Unanswered += entry.Open.Count;
                entry.Open.Clear();
                entry.Acknowledged = found;
            }
        }

        return lost;
    }

    private sealed class Entry
    {
        public string? Acknowledged { get; set; }

        public List<string> Open { get; } = [];
    }
}
