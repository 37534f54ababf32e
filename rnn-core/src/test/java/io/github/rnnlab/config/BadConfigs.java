package io.github.rnnlab.config;

import java.util.stream.Stream;

/** One mistake per row, with {@code '} for {@code "}. */
final class BadConfigs {
  /**
   * A config with one mistake.
   *
   * @param json the config
   * @param says how the message begins, after the name of the file
   */
  record Bad(String json, String says) {}

  private BadConfigs() {}

  /** Mistakes that a JSON Schema can express too. */
  static Stream<Bad> knownToTheSchema() {
    return Stream.concat(
        Stream.of(
            bad("'epochs': 3", "epochs: found an unknown key"),
            bad("'training': {'epoch': 3}", "training.epoch: found an unknown key"),
            bad("'training': {'$schema': ''}", "training.$schema: found an unknown key"),
            bad("'training': 3", "training: found 3, expected an object"),
            bad("'model': null", "model: found null, expected an object"),
            bad("'description': 3", "description: found 3, expected a string"),
            bad("'seed': '5'", "seed: found the string \"5\", expected a whole number"),
            bad("'seed': 9223372036854775808", "seed: found 9223372036854775808, expected"),
            bad("'seed': true", "seed: found true, expected a whole number"),
            bad("'prepare': {'unit': 'bytes'}", "prepare.unit: found \"bytes\", expected one of"),
            bad("'prepare': {'unit': 'word', 'minimumCount': 0}", "prepare.minimumCount: found 0"),
            bad("'prepare': {'unit': 'word', 'vocabularySize': 1}", "prepare.vocabularySize: foun"),
            bad(
                "'prepare': {'minimumCount': 2}",
                "prepare.minimumCount: found 2 for the unit char, whose vocabulary is complete"),
            bad(
                "'prepare': {'unit': 'byte', 'vocabularySize': 100}",
                "prepare.vocabularySize: found 100 for the unit byte"),
            bad(
                "'prepare': {'vocabularyFile': ''}",
                "prepare.vocabularyFile: found an empty string"),
            bad(
                "'prepare': {'unit': 'word', 'vocabularyFile': 'm', 'minimumCount': 2}",
                "prepare.minimumCount: found 2 beside prepare.vocabularyFile, expected no such"
                    + " key"),
            bad("'prepare': {'sequenceLength': 0}", "prepare.sequenceLength: found 0, expected"),
            bad("'prepare': {'sequenceLength': 1000001}", "prepare.sequenceLength: found 1000001"),
            bad("'prepare': {'stride': 0}", "prepare.stride: found 0, expected a whole number"),
            bad("'prepare': {'validationFraction': 1}", "prepare.validationFraction: found 1,"),
            bad("'prepare': {'validationFraction': -0.1}", "prepare.validationFraction: found -0"),
            bad(
                "'prepare': {'testFraction': 1}",
                "prepare.testFraction: found 1, expected a number"),
            bad("'prepare': {'testFraction': -0.1}", "prepare.testFraction: found -0.1, expected"),
            bad(
                "'training': {'validateEverySteps': -1}",
                "training.validateEverySteps: found -1, expected a whole number from 0"),
            bad("'training': {'patience': -1}", "training.patience: found -1, expected a whole"),
            bad("'prepare': {'writeWindows': 1}", "prepare.writeWindows: found 1, expected true"),
            bad("'prepare': {'windowsFile': 'w.npy'}", "corpus: found both corpus and prepare."),
            bad(
                "'model': {'cell': 'ltsm'}",
                "model.cell: found \"ltsm\", expected one of \"vanilla\""),
            bad(
                "'model': {'cell': 1}",
                "model.cell: found 1, expected one of \"vanilla\", \"gru\""),
            bad("'model': {'hiddenSize': 1.5}", "model.hiddenSize: found 1.5, expected a whole"),
            bad("'model': {'hiddenSize': 0}", "model.hiddenSize: found 0, expected a whole number"),
            bad("'model': {'hiddenSize': 65537}", "model.hiddenSize: found 65537, expected"),
            bad("'model': {'embeddingSize': 0}", "model.embeddingSize: found 0, expected a whole"),
            bad("'model': {'tieWeights': 1}", "model.tieWeights: found 1, expected true or false"),
            bad("'model': {'layers': 2, 'dropout': 1}", "model.dropout: found 1, expected"),
            bad("'model': {'outputDropout': -0.1}", "model.outputDropout: found -0.1, expected"),
            bad("'model': {'dropout': 0.5}", "model.dropout: found 0.5 for one layer, expected 0"),
            bad(
                "'model': {'embeddingDropout': 0.5}",
                "model.embeddingDropout: found 0.5 without an embedding, expected 0, or model."),
            bad(
                "'model': {'tieWeights': true}",
                "model.tieWeights: found true for no embedding and a hidden size of 256, expected"),
            bad("'model': {'layers': 0}", "model.layers: found 0, expected"),
            bad(
                "'model': {'layers': 17}",
                "model.layers: found 17, expected a whole number from 1 to"),
            bad(
                "'model': {'initialization': 'he'}",
                "model.initialization: found \"he\", expected"),
            bad("'model': {'cell': 'lstm', 'forgetBias': 101}", "model.forgetBias: found 101,"),
            bad("'model': {'initialScale': 0}", "model.initialScale: found 0, expected a number"),
            bad("'model': {'initialWeights': ''}", "model.initialWeights: found an empty string"),
            bad("'training': {'windows': 0}", "training.windows: found 0, expected"),
            bad("'training': {'windows': null}", "training.windows: found null, expected"),
            bad("'training': {'stream': 1}", "training.stream: found 1, expected true or false"),
            bad(
                "'training': {'stream': true, 'windows': 5}",
                "training.windows: found 5 windows beside training.stream, expected no such key"),
            bad("'training': {'epochs': 0}", "training.epochs: found 0, expected a whole number"),
            bad("'training': {'epochs': '3'}", "training.epochs: found the string \"3\", expected"),
            bad("'training': {'epochs': ''}", "training.epochs: found the string \"\", expected"),
            bad("'training': {'epochs': [3]}", "training.epochs: found a list, expected a whole"),
            bad("'training': {'epochs': 4000001}", "training.epochs: found 4000001, expected a"),
            bad("'training': {'batchSize': 65537}", "training.batchSize: found 65537, expected"),
            bad("'training': {'shuffle': 'true'}", "training.shuffle: found the string \"true\""),
            bad("'training': {'shards': 0}", "training.shards: found 0, expected"),
            bad("'training': {'clipValue': -1}", "training.clipValue: found -1, expected a number"),
            bad("'training': {'validateEvery': 0}", "training.validateEvery: found 0, expected"),
            bad("'training': {'seeds': 3}", "training.seeds: found 3, expected a list of at"),
            bad("'training': {'seeds': []}", "training.seeds: found an empty list, expected"),
            bad("'training': {'seeds': [1, '2']}", "training.seeds[1]: found the string \"2\""),
            bad("'training': {'seeds': [1, 1.5]}", "training.seeds[1]: found 1.5, expected a"),
            bad("'training': {'seeds': [4, 2, 4]}", "training.seeds[2]: found 4 a second time"),
            bad("'training': {'optimizer': 'adam'}", "training.optimizer: found the string \"a"),
            optimizer("'type': 'adagrad'", "type: found \"adagrad\", expected one of \"adam\", "),
            optimizer("'learningRate': 0", "learningRate: found 0, expected a number above 0"),
            optimizer("'learningRate': '0.1'", "learningRate: found the string \"0.1\", expected"),
            optimizer("'beta1': 1", "beta1: found 1, expected a number of at least 0 and below 1"),
            optimizer("'beta2': -0.5", "beta2: found -0.5, expected a number of at least 0"),
            optimizer("'epsilon': 0", "epsilon: found 0, expected a number above 0"),
            optimizer("'weightDecay': -1", "weightDecay: found -1, expected a number of at lea"),
            optimizer("'momentum': 0.9", "momentum: found a key of another optimizer than adam"),
            optimizer("'type': 'adamw', 'alpha': 0.9", "alpha: found a key of another optimizer"),
            optimizer("'type': 'rmsprop', 'beta1': 0.9", "beta1: found a key of another optim"),
            optimizer("'type': 'rmsprop', 'alpha': 1", "alpha: found 1, expected a number of at"),
            optimizer("'type': 'sgd', 'epsilon': 1e-8", "epsilon: found a key of another optim"),
            optimizer("'type': 'sgd', 'momentum': 1", "momentum: found 1, expected a number of"),
            optimizer("'type': 'sgd', 'nesterov': 1", "nesterov: found 1, expected true or fal"),
            optimizer("'type': 'sgd', 'nesterov': true", "nesterov: found true without a moment"),
            schedule("'type': 'linear'", "type: found \"linear\", expected one of \"constant\""),
            schedule("'factor': 0.5", "factor: found a key of another schedule than constant"),
            schedule("'type': 'cosine', 'factor': 0.5", "factor: found a key of another schedule"),
            schedule("'type': 'step', 'fromEpoch': 2", "fromEpoch: found a key of another sched"),
            schedule("'type': 'step', 'everyEpochs': 0", "everyEpochs: found 0, expected a whole"),
            schedule("'type': 'step', 'factor': 0", "factor: found 0, expected a number above 0"),
            schedule("'type': 'cosine', 'warmupSteps': -1", "warmupSteps: found -1, expected"),
            schedule("'type': 'plateau', 'patience': -1", "patience: found -1, expected"),
            bad("'generation': {'prompt': ''}", "generation.prompt: found an empty string"),
            bad("'generation': {'length': 0}", "generation.length: found 0, expected"),
            bad("'generation': {'temperature': -1}", "generation.temperature: found -1, expected"),
            bad("'generation': {'topK': 0}", "generation.topK: found 0, expected a whole number"),
            bad("'generation': {'topP': 0}", "generation.topP: found 0, expected a number above 0"),
            bad("'generation': {'topP': 1.5}", "generation.topP: found 1.5, expected a number"),
            bad("'generation': {'beams': 0}", "generation.beams: found 0, expected a whole number"),
            bad("'generation': {'beams': 1001}", "generation.beams: found 1001, expected a whole"),
            bad("'generation': {'samples': 0}", "generation.samples: found 0, expected a whole"),
            bad("'generation': {'stop': []}", "generation.stop: found an empty list, expected a"),
            bad("'generation': {'stop': ['']}", "generation.stop[0]: found an empty string"),
            bad("'generation': {'stop': 'x'}", "generation.stop: found the string \"x\", expected"),
            bad("'generation': {'temperatures': []}", "generation.temperatures: found an empty"),
            bad("'generation': {'temperatures': [-1]}", "generation.temperatures[0]: found -1, e"),
            bad("'generation': {'temperatures': [1, 1]}", "generation.temperatures[1]: found 1 a"),
            bad("'generation': {'beams': 2, 'topK': 3}", "generation.beams: found beams beside g"),
            bad("'generation': {'beams': 2, 'topP': 0.5}", "generation.beams: found beams beside"),
            bad("'generation': {'beams': 2, 'samples': 2}", "generation.beams: found beams besid"),
            bad("'generation': {'seed': 0.5}", "generation.seed: found 0.5, expected a whole"),
            bad("'backend': {'name': 'cuda'}", "backend.name: found \"cuda\", expected one of"),
            bad("'backend': {'device': 'gpu'}", "backend.device: found \"gpu\", expected one of"),
            bad(
                "'backend': {'device': 'cuda'}",
                "backend.device: found \"cuda\" for the backend vec"),
            bad("'backend': {'threads': 0}", "backend.threads: found 0, expected a whole number"),
            bad("'checkpoints': {'everySteps': 0}", "checkpoints.everySteps: found 0, expected"),
            bad("'checkpoints': {'everySeconds': 0}", "checkpoints.everySeconds: found 0, expec"),
            bad("'checkpoints': {'everySeconds': 0.5}", "checkpoints.everySeconds: found 0.5, ex"),
            bad("'checkpoints': {'keep': 0}", "checkpoints.keep: found 0, expected a whole")),
        Stream.of(
            whole("{'name': 'n'}", "corpus: found nothing, expected exactly one of corpus and"),
            whole(
                "{'name': '.n', 'corpus': {'file': 'a'}}", "name: found \".n\", expected letters"),
            whole(
                "{'name': 'n.', 'corpus': {'file': 'a'}}", "name: found \"n.\", expected letters"),
            whole("{'name': 'a/b', 'corpus': {'file': 'a'}}", "name: found \"a/b\", expected"),
            whole("{'name': '', 'corpus': {'file': 'a'}}", "name: found an empty string"),
            whole(
                "{'name': 'a', 'prepare': {'unit': 'byte', 'windowsFile': 'w_char_windows.npy'}}",
                "prepare.unit: found \"byte\" beside prepare.windowsFile"),
            whole("[]", "found a list, expected a JSON object"),
            whole("3", "found 3, expected a JSON object"),
            whole("null", "found null, expected a JSON object"),
            corpus("", "file: found nothing, expected exactly one of corpus.file, corpus.url"),
            corpus(
                "'file': 'a', 'artifact': 'g:a:1', 'entries': ['x']", "artifact: found file and"),
            corpus("'url': 'https://a/b'", "sha256: found nothing, expected sha256 beside url"),
            corpus("'url': 'ftp://a/b', 'sha256': '" + "0".repeat(64) + "'", "url: found \"ftp://"),
            corpus("'file': 'a', 'sha256': '" + "0".repeat(63) + "'", "sha256: found \"000"),
            corpus("'file': 'a', 'sha256': '" + "A".repeat(64) + "'", "sha256: found \"AAA"),
            corpus("'file': 'a', 'entries': ['x']", "artifact: found nothing, expected artifact"),
            corpus(
                "'file': 'a', 'encoding': 'latin1'", "encoding: found \"latin1\", expected one of"),
            corpus(
                "'file': 'a', 'encoding': 'UTF-8'", "encoding: found \"UTF-8\", expected one of"),
            corpus("'file': 'a', 'lineEnds': 'crlf'", "lineEnds: found \"crlf\", expected one of"),
            corpus("'file': 'a', 'stylesheet': 'x.xslt'", "artifact: found nothing, expected"),
            corpus("'file': 'a', 'name': 'a b'", "name: found \"a b\", expected letters"),
            corpus("'artifact': 'g:a', 'entries': ['x']", "artifact: found \"g:a\", expected g"),
            corpus("'artifact': 'g:a:e:c:1:x', 'entries': ['x']", "artifact: found \"g:a:e:c:1"),
            corpus("'artifact': 'g:a:1'", "entries: found nothing, expected entries beside art"),
            corpus("'artifact': 'g:a:1', 'entries': []", "entries: found an empty list"),
            corpus("'artifact': 'g:a:1', 'entries': 'x'", "entries: found the string \"x\""),
            corpus("'artifact': 'g:a:1', 'entries': ['x', 1]", "entries[1]: found 1, expected"),
            corpus("'artifact': 'g:a:1', 'entries': ['']", "entries[0]: found an empty string")));
  }

  /** Mistakes in the JSON itself, or beyond what a JSON Schema can say. */
  static Stream<Bad> onlyKnownToTheReader() {
    return Stream.of(
        whole(
            "{'name': 'n', 'prepare': {'windowsFile': 'w', 'vocabularyFile': 'm'}}",
            "prepare.vocabularyFile: found \"m\" beside prepare.windowsFile, expected no such"),
        whole(
            "{'name': 'n', 'corpus': {'file': 'a', 'encoding': 'utf-16'},"
                + " 'prepare': {'unit': 'byte'}}",
            "corpus.encoding: found \"utf-16\" beside prepare.unit \"byte\", expected no such"),
        whole(
            "{'name': 'n', 'corpus': {'file': 'a', 'lineEnds': 'lf'},"
                + " 'prepare': {'unit': 'byte'}}",
            "corpus.lineEnds: found \"lf\" beside prepare.unit \"byte\", expected no such key"),
        corpus(
            "'artifact': 'g:a:1', 'entries': ['x'], 'stylesheet': 's', 'encoding': 'koi8-r'",
            "encoding: found \"koi8-r\" beside corpus.stylesheet, which makes text in UTF-8"),
        bad(
            "'model': {'tieWeights': true, 'embeddingSize': 64}",
            "model.tieWeights: found true for an embedding of 64 and a hidden size of 256,"),
        bad("'training': {'epochs': 1.0}", "training.epochs: found 1.0, expected a whole number"),
        bad("'training': {'epochs': 1e1}", "training.epochs: found 10.0, expected a whole number"),
        schedule("'type': 'step', 'everyEpochs': 12", "everyEpochs: found 12 in a run of 12 ep"),
        schedule("'type': 'exponential', 'fromEpoch': 13", "fromEpoch: found 13 in a run of 12"),
        schedule("'type': 'cosine', 'minLearningRate': 1", "minLearningRate: found 1.0 above the"),
        bad(
            "'prepare': {'testFraction': 0.5, 'validationFraction': 0.5}",
            "prepare.testFraction: found 0.5 beside a validationFraction of 0.5, which leave no"
                + " training text, expected fractions that are below 1 together"),
        bad(
            "'training': {'patience': 12}",
            "training.patience: found 12 in a run of 12 epochs, which it could not end early,"
                + " expected fewer than training.epochs"),
        bad(
            "'training': {'patience': 2, 'validateEvery': 3}",
            "training.patience: found 2, fewer epochs than from one validation to the next,"
                + " expected at least training.validateEvery, 3"),
        bad(
            "'training': {'patience': 4, 'validateEvery': 2,"
                + " 'schedule': {'type': 'plateau', 'patience': 1}}",
            "training.patience: found 4, which ends training before a lower learning rate is"
                + " tried, expected more than (training.schedule.patience + 1) *"
                + " training.validateEvery, 4"),
        bad(
            "'prepare': {'validationFraction': 0}, 'training': {'patience': 3}",
            "training.patience: found 3 without held-out text, expected a validation loss"),
        bad(
            "'prepare': {'validationFraction': 0}, 'training': {'validateEverySteps': 3}",
            "training.validateEverySteps: found 3 without held-out text, expected a validation"),
        bad(
            "'prepare': {'validationFraction': 0}, 'training': {'schedule': {'type': 'plateau'}}",
            "training.schedule.type: found \"plateau\" without held-out text"),
        bad(
            "'training': {'batchSize': 6, 'shards': 4}",
            "training.shards: found 4 for a batchSize of 6, expected a divisor of"
                + " training.batchSize"),
        bad("'seed': 1, 'training': {'seeds': [1]}", "seed: found a seed beside training.seeds"),
        bad("'seed': 1, 'seed': 2", "found malformed JSON at line 1, column"),
        bad("'model': {'layers': 1, 'layers': 1}", "found malformed JSON at line 1, column"),
        optimizer("'learningRate': 1e999", "learningRate: found"),
        bad("'seed': " + "9".repeat(999), "seed: found 999999"),
        bad("'seed': " + "9".repeat(1001), "found malformed JSON (Number value length (1001)"),
        bad("'model': " + "[".repeat(501), "found malformed JSON (Document nesting depth (501)"),
        bad("'model': " + "[".repeat(490) + "]".repeat(490), "model: found a list, expected"),
        optimizer("'learningRate': NaN", "found malformed JSON at line 1, column"),
        bad("'generation': {'prompt': '\\ud800'}", "generation.prompt: found half of a surrogate"),
        corpus("'file': '\\u0000'", "file: found \"\\u0000\", expected a path"),
        corpus("'url': 'https://a b/', 'sha256': '" + "0".repeat(64) + "'", "url: found"),
        corpus("'url': 'https://a/%', 'sha256': '" + "0".repeat(64) + "'", "url: found"),
        reserved("verify"),
        reserved("COMPARE"),
        reserved("Test-rnn-seed.XML"),
        reserved("hs_err_7.log"),
        whole(
            "{'name': 'a\\ufffdb', 'corpus': {'file': 'a'}}",
            "name: found text that lost characters"),
        whole(
            "{'name': 'com\u00b9', 'corpus': {'file': 'a'}}",
            "name: found \"com\u00b9\", expected a"),
        whole("{'name': 'Nul.1', 'corpus': {'file': 'a'}}", "name: found \"Nul.1\", expected a"),
        whole("{'corpus': {'file': 'a'}}", "name: found nothing, expected a string"),
        whole("{'name': 'n',\n  'seed': 5,}", "found malformed JSON at line 2, column 13"),
        whole("{'name': 'n'} {}", "found malformed JSON at line 1"),
        whole("{'name': 'n' // why\n}", "found malformed JSON at line 1"),
        whole("", "found no JSON at all, expected a JSON object"),
        whole(" \n", "found no JSON at all, expected a JSON object"));
  }

  private static Bad reserved(String name) {
    return whole(
        "{'name': '" + name + "', 'corpus': {'file': 'a'}}",
        "name: found \"" + name + "\", a name that goals keep");
  }

  private static Bad bad(String entry, String says) {
    return whole("{'name': 'n', 'corpus': {'file': 'a.txt'}, " + entry + "}", says);
  }

  private static Bad optimizer(String entry, String says) {
    boolean inside = !says.startsWith("found");
    return bad(
        "'training': {'optimizer': {" + entry + "}}", inside ? "training.optimizer." + says : says);
  }

  private static Bad schedule(String entry, String says) {
    return bad("'training': {'schedule': {" + entry + "}}", "training.schedule." + says);
  }

  private static Bad corpus(String entries, String says) {
    return whole("{'name': 'n', 'corpus': {" + entries + "}}", "corpus." + says);
  }

  private static Bad whole(String json, String says) {
    return new Bad(json.replace('\'', '"'), says);
  }
}
