using BatchProcessing.Documents;

namespace BatchProcessing.Server.Api.Uploads;

/// <summary>The files of a request one after the other, whatever its content type.</summary>
internal interface IUploadFiles
{
    /// <summary>Goes on to the next file; the one before has been read to its end.</summary>
    /// <returns>Null when there is none left.</returns>
    /// <exception cref="UploadRejectedException">The request is broken, or has something it may not have.</exception>
    Task<UploadFile?> NextAsync(CancellationToken cancellationToken);
}
