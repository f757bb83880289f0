using BatchProcessing.MLNet.Processing;
using BatchProcessing.Processing;
using BatchProcessing.Tests.Processing;
using Microsoft.ML;

namespace BatchProcessing.MLNet.Tests.Processing;

/// <summary>The contract over a real pipeline of ML.NET.</summary>
public sealed class MLBatchProcessorContractTests : BatchProcessorContract
{
    protected override IBatchProcessor<Number, Doubled> Doubling(
        Func<int, Exception?>? fault = null, BatchProcessorOptions? options = null, TimeProvider? clock = null)
    {
        var context = new MLContext();
        ITransformer transformer = context.Transforms.CustomMapping<Number, Doubled>(
            (input, output) =>
            {
                if (fault?.Invoke(input.Value) is { } exception) throw exception;
                output.Twice = input.Value * 2L;
            },
            contractName: null).Fit(context.Data.LoadFromEnumerable(Array.Empty<Number>()));
        return new MLBatchProcessor<Number, Doubled>(context, transformer, options, "doubling", clock ?? new SkippingClock());
    }
}
