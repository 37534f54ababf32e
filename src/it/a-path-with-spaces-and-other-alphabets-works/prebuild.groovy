return new io.github.rnnlab.maven.it.Preparation(basedir).copyInto("Stra\u00dfe \u03a9 \u6587 'x' #1%", "sonnets.txt", "Sonette \u00fc.txt")
