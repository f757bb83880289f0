using BatchProcessing.Documents;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>A body that is one table itself: a file without a name.</summary>
internal sealed class RawTable(DeclaredFile file, Stream body) : IUploadFiles
{
    private bool _isTaken;

    public Task<UploadFile?> NextAsync(CancellationToken cancellationToken)
    {
        UploadFile? table = _isTaken ? null : new UploadFile(file, body);
        _isTaken = true;
        return Task.FromResult(table);
    }
}
