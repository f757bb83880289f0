using System.CommandLine;
using BatchProcessing.Cli.Service;

namespace BatchProcessing.Server.Tests.Cli;

/// <summary>Runs the command <c>verify</c> in this process.</summary>
internal static class Verification
{
    public static async Task<(int ExitCode, string Output)> RunAsync(Uri service, Guid batch, params string[] options)
    {
        var output = new StringWriter { NewLine = "\n" };
        int exitCode = await VerifyCommand.Create()
            .Parse([batch.ToString(), "--url", service.ToString(), .. options])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
        return (exitCode, output.ToString());
    }
}
