using System.Text;
using ExtensibleWebhooks.Engine.Buffers;
using ExtensibleWebhooks.Engine.Events;

namespace ExtensibleWebhooks.Engine.Tests.Events;

public class EventReaderTests
{
    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData(" { \"a\" :\t1 ,\r\n \"b\" : [ 1 , { } , [ ] ] } ", "{\"a\":1,\"b\":[1,{},[]]}")]
    [InlineData("{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":3,\"b\":2}")]
    [InlineData("{\"\\u0061\":1,\"b\":2,\"a\":[{\"x\":1,\"x\":2}]}", "{\"a\":[{\"x\":2}],\"b\":2}")]
    [InlineData("{\"b\":1,\"10\":2,\"9\":{\"1\":0,\"0\":1},\"01\":3,\"-1\":4,\"4294967294\":5,\"4294967295\":6}", "{\"9\":{\"0\":1,\"1\":0},\"10\":2,\"4294967294\":5,\"b\":1,\"01\":3,\"-1\":4,\"4294967295\":6}")]
    [InlineData("[1.0,-0,1e2,1E-7,0.000001,1e21,123456789012345678901234,0.1,12.50,1e400,5e-324,-1.5]", "[1,0,100,1e-7,0.000001,1e+21,123456789012345678901234,0.1,12.5,null,5e-324,-1.5]")]
    [InlineData("\"\\u00e9\\/\\n\\u001f\\u007f\\ud83d\\ude00\\ud83d\\uDE0x\"", null)]
    [InlineData("\"\\u00e9\\/\\n\\u001F\\u007f\\ud83d\\ude00\\uD83D\\udE00x\\ud83d\"", "\"é/\\n\\u001f\u007f😀😀x\\ud83d\"")]
    [InlineData("[\"\\ude00\\ud83d\",\"\\ud83d\\ud83d\\ude00\"]", "[\"\\ude00\\ud83d\",\"\\ud83d😀\"]")]
    [InlineData("\"\u2028\u007f</script>\"", "\"\u2028\u007f</script>\"")]
    [InlineData("null", "null")]
    [InlineData("[true,false,null]", "[true,false,null]")]
    [InlineData("", null)]
    [InlineData("{", null)]
    [InlineData("{\"a\"}", null)]
    [InlineData("{\"a\":}", null)]
    [InlineData("{\"a\":1,}", null)]
    [InlineData("{,}", null)]
    [InlineData("[1,]", null)]
    [InlineData("[1 2]", null)]
    [InlineData("{a:1}", null)]
    [InlineData("{\"a\":1}x", null)]
    [InlineData("01", null)]
    [InlineData("1.", null)]
    [InlineData(".5", null)]
    [InlineData("1e", null)]
    [InlineData("-", null)]
    [InlineData("+1", null)]
    [InlineData("NaN", null)]
    [InlineData("nul", null)]
    [InlineData("\"a", null)]
    [InlineData("\"a\n\"", null)]
    [InlineData("\"\\x\"", null)]
    [InlineData("\"\\u12\"", null)]
    [InlineData("\"\\u12g4\"", null)]
    [InlineData("\"\\n\u0001\"", null)]
    [InlineData("'a'", null)]
    [InlineData("\uFEFF{}", null)]
    public void Reader_AnyText_GivesWhatJavaScriptWouldWriteOrAProblem(string text, string? expected)
    {
        var result = EventDocument.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Equal(expected is not null, result.IsRead);
        Assert.Equal(expected, result.IsRead ? Write(result.Document.Root) : null);
    }

    [Fact]
    public void Reader_ManyMembers_KeepsTheLastOfEachNameInTheirOrder()
    {
        var names = Enumerable.Range(0, 500).Select(index => $"n{index % 300}");
        var text = "{" + string.Join(",", names.Select((name, index) => $"\"{name}\":{index}")) + "}";
        var expected = "{" + string.Join(",", Enumerable.Range(0, 300).Select(index => $"\"n{index}\":{(index < 200 ? index + 300 : index)}")) + "}";

        var result = EventDocument.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Equal(expected, Write(Assert.IsType<EventDocument>(result.Document).Root));
    }

    [Theory]
    [InlineData(EventDocument.MaxDepth, true)]
    [InlineData(EventDocument.MaxDepth + 1, false)]
    [InlineData(100_000, false)]
    public void Reader_DeepNesting_StopsAtTheLimit(int depth, bool read)
    {
        Assert.Equal(read, EventDocument.Parse(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth))).IsRead);
    }

    [Fact]
    public void Reader_BytesThatAreNoUtf8_GivesAProblem()
    {
        Assert.Contains("UTF-8", EventDocument.Parse(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }).Problem?.Message, StringComparison.Ordinal);
        Assert.False(EventDocument.Parse(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' }).IsRead);
    }

    [Fact]
    public void Reader_TooManyBytes_GivesAProblem()
    {
        Assert.False(EventDocument.Parse(new byte[EventDocument.MaxBytes + 1]).IsRead);
    }

    [Theory]
    [InlineData("{\"a\" 1}", "Expected a colon, found 1.", 5)]
    [InlineData("{\"a\":1", "Expected a comma or }, but the event ends.", 6)]
    [InlineData("[\u0001]", "Expected a value, found the byte 0x01.", 1)]
    [InlineData("{} {}", "Expected the end of the event, found {.", 3)]
    public void Reader_Problem_SaysWhatAndWhere(string text, string message, int position)
    {
        Assert.Equal(new EventProblem(message, position), EventDocument.Parse(Encoding.UTF8.GetBytes(text)).Problem);
    }

    [Fact]
    public void Document_ReadAgain_ForgetsWhatItHeld()
    {
        using var document = new EventDocument();
        document.Read("[\"\\n\\n\",1,2,3]"u8.ToArray());
        document.Read("{\"a\":\"\\t\"}"u8.ToArray());

        Assert.Equal("{\"a\":\"\\t\"}", Write(document.Root));
    }

    [Fact]
    public void Value_Reading_GivesWhatIsThere()
    {
        using var document = EventDocument.Parse("{\"s\":\"x\\ud800\",\"n\":1.5,\"a\":[1,2],\"o\":{\"k\":true}}"u8.ToArray()).Document;
        var root = Assert.IsType<EventDocument>(document).Root;

        Assert.Equal("x\ud800", root.Member("s"u8).GetText());
        Assert.Equal(1.5, root.Member("n"u8).GetNumber());
        Assert.Null(root.Member("n"u8).GetText());
        Assert.Equal(double.NaN, root.Member("s"u8).GetNumber());
        Assert.True(root.Member("nope"u8).IsMissing);
        Assert.True(root.Member("nope"u8).Member("x"u8).IsMissing);
        Assert.Equal(EventValueKind.True, root.Member("o"u8).Member("k"u8).Kind);
        var items = new List<double>();
        foreach (var item in root.Member("a"u8).Items)
        {
            items.Add(item.GetNumber());
        }

        Assert.Equal([1, 2], items);
        var names = new List<string>();
        foreach (var member in root.Members)
        {
            names.Add(member.GetName());
        }

        Assert.Equal(["s", "n", "a", "o"], names);
    }

    private static string Write(EventValue value)
    {
        using var output = new ByteBuffer();
        EventJson.Write(value, output);
        return Encoding.UTF8.GetString(output.Written);
    }
}
