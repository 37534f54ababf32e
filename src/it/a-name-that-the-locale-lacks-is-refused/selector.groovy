return System.getProperty('os.name') == 'Linux'
