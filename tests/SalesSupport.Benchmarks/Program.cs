using System.Globalization;
using System.Runtime.InteropServices;
using SalesSupport.Benchmarks;
using SalesSupport.Benchmarks.Bare;

if (args is ["bare", var folder, .. var rest])
{
    return await BareProgram.RunAsync(folder, rest);
}

if (Options.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(Options.Usage);
    return 2;
}

var host = options.HostDll ?? await Published.HostAsync();
var tables = new Tables();
tables.Line($"{TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
using var folders = new SampleFolders(host, options.Keep);
if (options.Runs("compare"))
{
    await CompareRun.RunAsync(options, host, folders, tables);
}

if (options.Runs("sizes"))
{
    await SizesRun.RunAsync(options, host, folders, tables);
}

if (options.Runs("start"))
{
    await StartRun.RunAsync(options, host, folders, tables);
}

if (options.Markdown is { } file)
{
    await File.WriteAllTextAsync(file, tables.Markdown);
}

return 0;
