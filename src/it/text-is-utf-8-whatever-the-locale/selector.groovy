return java.nio.charset.Charset.defaultCharset().newEncoder().canEncode('\u00c4')
