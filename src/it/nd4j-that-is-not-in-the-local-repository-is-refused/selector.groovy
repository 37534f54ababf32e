// Nothing that runs here downloads the binaries of another processor.
return System.getProperty('os.arch') == 'amd64' && System.getProperty('os.name') == 'Linux'
