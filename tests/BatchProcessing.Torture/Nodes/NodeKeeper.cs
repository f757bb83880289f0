using System.Diagnostics;
using System.Globalization;
using BatchProcessing.Faults;
using BatchProcessing.Torture.Checks;
using BatchProcessing.Torture.Lives;
using BatchProcessing.Torture.Stores;

namespace BatchProcessing.Torture.Nodes;

/// <summary>Starts one node again and again, as the plan says, until it is left alone.</summary>
internal sealed class NodeKeeper : IAsyncDisposable
{
    // A node that cannot live is no longer killed.
    private const int MostOwnDeaths = 3;

    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan HoldPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ThawTime = TimeSpan.FromSeconds(1);

    private readonly int _index;
    private readonly TortureOptions _options;
    private readonly IStoreUnderTest _store;
    private readonly StoreCheck _check;
    private readonly NodeAddresses _addresses;
    private readonly Toll _toll;
    private readonly Violations _violations;
    private readonly string _folder;
    private readonly string _faultLog;
    private ServerNode? _node;
    private int _ownDeaths;

    public NodeKeeper(
        int index, string folder, TortureOptions options, IStoreUnderTest store, StoreCheck check,
        NodeAddresses addresses, Toll toll, Violations violations)
    {
        (_index, _options, _store, _check) = (index, options, store, check);
        (_addresses, _toll, _violations) = (addresses, toll, violations);
        _folder = Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"node{index}"))).FullName;
        _faultLog = Path.Combine(_folder, "faults.log");
    }

    /// <summary>Lives all lives of the plan that fall to this node, then starts it once more, to stay.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (_ownDeaths < MostOwnDeaths && _options.Lives.Draw(_toll) is { } life)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using ServerNode node = Start(life);
            await LiveAsync(node, life);
            _addresses.Set(_index, null);
            await _check.RunAlwaysAsync($"after the end of node {_index}");
        }

        _node = Start(null);
        if (await _node.WaitUntilReadyAsync(ReadyLimit)) _addresses.Set(_index, _node.Address);
        else _violations.Add($"Node {_index} was not ready {ReadyLimit.TotalSeconds} s after its last start; see {_folder}/server.log.");
    }

    /// <summary>Asks the node that was left alone to end.</summary>
    public async Task StopAsync()
    {
        if (_node is null) return;
        _addresses.Set(_index, null);
        await StopAsync(_node);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
    }

    private async Task LiveAsync(ServerNode node, Life life)
    {
        if (!life.IsFromStart)
        {
            if (await node.WaitUntilReadyAsync(ReadyLimit)) _addresses.Set(_index, node.Address);
            else if (!node.HasExited) _violations.Add($"Node {_index} was not ready after {ReadyLimit.TotalSeconds} s; see {_folder}/server.log.");
        }

        if (life.HoldAt is null) await node.WaitForExitAsync(life.Span);
        else await SeeHoldAsync(node, life.Span);
        if (life.Freeze is { } time && !node.HasExited)
        {
            await node.FreezeAsync(time);
            _toll.AddFreeze();
            await node.WaitForExitAsync(ThawTime);
        }

        await EndAsync(node, life);
    }

    private async Task SeeHoldAsync(ServerNode node, TimeSpan limit)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < limit && !node.HasExited; await node.WaitForExitAsync(HoldPoll))
        {
            if (TakeHit() is null) continue;
            _toll.AddHold();
            await node.WaitForExitAsync(ThawTime);
            return;
        }
    }

    private async Task EndAsync(ServerNode node, Life life)
    {
        if (node.HasExited)
        {
            if (TakeHit() is { } point) _toll.AddHit(point);
            else AddOwnDeath(node);
        }
        else if (life.IsTerminated)
        {
            await StopAsync(node);
            _toll.AddTermination();
        }
        else
        {
            await node.KillAsync();
            // It may have come to its point in the last moment.
            if (TakeHit() is { } point) _toll.AddHit(point);
            else _toll.AddRandomKill();
        }
    }

    private void AddOwnDeath(ServerNode node)
    {
        _ownDeaths++;
        _violations.Add($"Node {_index} ended by itself with exit code {node.ExitCode}; see {_folder}/server.log.");
    }

    private async Task StopAsync(ServerNode node)
    {
        bool ended = await node.TerminateAsync(StopLimit);
        if (TakeHit() is { } point)
            _toll.AddHit(point);
        else if (!ended)
            _violations.Add($"Node {_index} had not stopped {StopLimit.TotalSeconds} s after SIGTERM; see {_folder}/server.log.");
        else if (node.ExitCode != 0)
            _violations.Add($"Node {_index} ended with exit code {node.ExitCode} after SIGTERM; see {_folder}/server.log.");
    }

    private ServerNode Start(Life? life)
    {
        Dictionary<string, string> environment = new() { [FaultVariable.Log] = _faultLog };
        if (_options.BrokenRule is { } rule) environment[FaultVariable.Break] = rule;
        if (life?.KillAt is { } point) environment[FaultVariable.KillAt] = point;
        if (life?.HoldAt is { } hold) environment[FaultVariable.HoldAt] = hold;
        return ServerNode.Start(_options.Server, _folder, [.. NodeSettings.Usual, .. _store.Settings(_folder), .. _options.Settings], environment);
    }

    private string? TakeHit()
    {
        if (!File.Exists(_faultLog)) return null;
        string point = File.ReadAllText(_faultLog).Trim();
        if (point.Length == 0) return null; // about to be written
        File.Delete(_faultLog);
        return point;
    }
}
