using System.Diagnostics;
using System.Globalization;
using System.Text;
using BatchProcessing.Models;
using BatchProcessing.TextModels.Linear;
using BatchProcessing.TextModels.Runtimes;

namespace BatchProcessing.Server.Models;

/// <summary>
/// Loads a stranger's model in a process of its own, this program once more with little memory and little time: what goes
/// round for ever is ended, and what takes too much falls over alone.
/// </summary>
/// <param name="limit">How long it may take.</param>
internal sealed class ModelTrialProcess(TimeSpan limit) : IModelTrial
{
    /// <summary>The first argument that makes the program a trial.</summary>
    public const string Command = "try-model";

    private const long MaxHeapBytes = 1L << 30;
    private const int Fine = 0;
    private const int Faulty = 3;

    public async Task<string?> RunAsync(string fileName, byte[] file, StrangerLimits limits, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(limit);
        using Process trial = Process.Start(StartInfo(fileName, limits)) ?? throw new InvalidOperationException("The trial of a model cannot be started.");
        try
        {
            Task<string> said = trial.StandardOutput.ReadToEndAsync(late.Token);
            Task<string> complained = trial.StandardError.ReadToEndAsync(late.Token);
            await SendAsync(trial, file, late.Token);
            await trial.WaitForExitAsync(late.Token);
            await complained;
            return trial.ExitCode switch
            {
                Fine => null,
                Faulty => await said,
                _ => $"{fileName} is not taken: whoever loads it fails, or needs more than {MaxHeapBytes} bytes of memory.",
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{fileName} is not taken: it takes more than {limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s to load.";
        }
        finally
        {
            if (!trial.HasExited) trial.Kill();
        }
    }

    /// <summary>The trial itself, in the process that was started for it.</summary>
    /// <returns>The exit code.</returns>
    public static int Try(string[] arguments, TextModelReader reader)
    {
        using var file = new MemoryStream();
        using (Stream input = Console.OpenStandardInput()) input.CopyTo(file);
        long[] numbers = [.. arguments[2..].Select(a => long.Parse(a, CultureInfo.InvariantCulture))];
        var limits = new StrangerLimits(numbers[0], (int)numbers[1], (int)numbers[2], numbers[3]);
        try
        {
            byte[] content = file.ToArray();
            reader.RuntimeOf(content, arguments[1]).LoadStranger(content, arguments[1], limits);
            return Fine;
        }
        catch (InvalidModelFileException e)
        {
            using Stream output = Console.OpenStandardOutput();
            output.Write(Encoding.UTF8.GetBytes(e.Message));
            return Faulty;
        }
    }

    private static async Task SendAsync(Process trial, byte[] file, CancellationToken cancellationToken)
    {
        try
        {
            await trial.StandardInput.BaseStream.WriteAsync(file, cancellationToken);
            trial.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all; its exit code says how.
        }
    }

    private static ProcessStartInfo StartInfo(string fileName, StrangerLimits limits)
    {
        string program = Environment.ProcessPath ?? "dotnet";
        string assembly = typeof(Program).Assembly.GetName().Name!;
        // Started by the dotnet command or by another program that hosts the service, it is the assembly that is started.
        bool isItself = Path.GetFileNameWithoutExtension(program) == assembly || Path.GetFileName(program) == assembly;
        bool isDotnet = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] host = isItself ? [] : [Path.Combine(AppContext.BaseDirectory, assembly + ".dll")];
        var start = new ProcessStartInfo(
            isItself || isDotnet ? program : "dotnet",
            [
                .. host, Command, fileName,
                .. new[] { limits.MaxUnpackedBytes, limits.MaxRatio, limits.MaxParts, limits.MaxMemory }.Select(n => n.ToString(CultureInfo.InvariantCulture)),
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = MaxHeapBytes.ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }
}
