using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BatchProcessing.Server.Tests;

/// <summary>Keeps what a service logs from warnings on, each entry with its exception.</summary>
internal sealed class RememberedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = new();

    public IReadOnlyList<(LogLevel Level, string Text)> Entries => [.. _entries];

    public ILogger CreateLogger(string categoryName) => new Category(_entries);

    public void Dispose()
    {
    }

    private sealed class Category(ConcurrentQueue<(LogLevel Level, string Text)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) entries.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));
        }
    }
}
