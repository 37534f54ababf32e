return System.getProperty('os.name') == 'Linux' && java.nio.charset.Charset.forName(System.getProperty('sun.jnu.encoding')).newEncoder().canEncode('\u00c4')
