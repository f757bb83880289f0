using Hangfire.AspNetCore;
using Hangfire.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace BatchProcessing.Hangfire;

/// <summary>
/// Hangfire's log in the service's. Hangfire keeps its provider in a static field, beyond the end of the service that set
/// it, and asks it whenever it makes an object: then there is nothing to log to, and that must break nothing.
/// </summary>
/// <param name="loggers">The service's loggers.</param>
internal sealed class ServiceLogProvider(ILoggerFactory loggers) : ILogProvider
{
    public ILog GetLogger(string name)
    {
        try
        {
            return new AspNetCoreLogProvider(loggers).GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new AspNetCoreLogProvider(NullLoggerFactory.Instance).GetLogger(name);
        }
    }
}
