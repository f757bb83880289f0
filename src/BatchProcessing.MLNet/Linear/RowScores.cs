using BatchProcessing.TextModels.Linear;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace BatchProcessing.MLNet.Linear;

/// <summary>The getters of a row: the input's, and those of its scores and label, for which its text is scored once. Not thread-safe.</summary>
internal sealed class RowScores
{
    private readonly DataViewRow _input;
    private readonly DataViewSchema _output;
    private readonly bool[] _active;
    private readonly LabelSlots _slots;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _text;
    private readonly TextScorer? _scorer;
    private readonly float[] _probabilities;
    private ReadOnlyMemory<char> _value;
    private long _position = -1;
    private int _label;

    /// <param name="transformer">The model.</param>
    /// <param name="input">The row; it may move.</param>
    /// <param name="text">Its column of the text.</param>
    /// <param name="output">The columns with the scores and the label behind the input's.</param>
    /// <param name="active">Which of these will be asked for.</param>
    public RowScores(LinearTextTransformer transformer, DataViewRow input, DataViewSchema.Column text, DataViewSchema output, bool[] active)
    {
        (_input, _output, _active, _slots) = (input, output, active, transformer.Slots);
        _probabilities = new float[transformer.Model.Labels.Count];
        if (!active.AsSpan(input.Schema.Count).Contains(true)) return;
        _text = input.GetGetter<ReadOnlyMemory<char>>(input.Schema[text.Index]);
        _scorer = transformer.Set.CreateScorer();
    }

    public DataViewSchema Schema => _output;

    public bool IsActive(DataViewSchema.Column column) => _active[column.Index];

    public ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!_active[column.Index]) throw new InvalidOperationException($"The column '{column.Name}' was not asked for when the rows were.");
        int own = column.Index - _input.Schema.Count;
        if (own < 0) return _input.GetGetter<TValue>(_input.Schema[column.Index]);
        Delegate getter = own == 0 ? (ValueGetter<VBuffer<float>>)GetScores
            : _slots.AreKeys ? (ValueGetter<uint>)GetKey
            : (ValueGetter<ReadOnlyMemory<char>>)GetText;
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"The column '{column.Name}' is {column.Type}, not {typeof(TValue)}.");
    }

    private void GetScores(ref VBuffer<float> value)
    {
        Score();
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, _slots.Names.Length);
        if (_probabilities.Length < _slots.Names.Length) editor.Values.Clear();
        _slots.Spread(_probabilities, editor.Values);
        value = editor.Commit();
    }

    private void GetKey(ref uint value)
    {
        Score();
        value = (uint)_slots.Of(_label) + 1;
    }

    private void GetText(ref ReadOnlyMemory<char> value)
    {
        Score();
        value = _slots.Names[_slots.Of(_label)].AsMemory();
    }

    private void Score()
    {
        if (_input.Position == _position) return;
        _text!(ref _value);
        _scorer!.Read(_value.Span);
        _label = _scorer.Score(0, _probabilities);
        _position = _input.Position;
    }
}
