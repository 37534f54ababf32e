package io.github.rnnlab.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.org/a/b.txt, https://example.org/a/b.txt",
    "http://user:pw@example.org:8080/a@b.txt?token=x#y, http://example.org:8080/a@b.txt?…",
    "https://example.org#token=x, https://example.org?…",
    "https://user:p/w@ex ample.org/?token=x, https://…@ex ample.org/?…",
    "https://a:b@@c/%?t=x, https://…@c/%?…",
    "ftp:user:pw@host, ftp:…@host"
  })
  void hasNoUserPasswordOrQuery(String address, String shown) {
    assertThat(PublicAddress.of(address)).isEqualTo(shown);
  }

  @Test
  void takesPasswordsOutOfASentence() {
    assertThat(PublicAddress.in("not in central (https://u:p@repo.example.org/maven2, x)"))
        .isEqualTo("not in central (https://repo.example.org/maven2, x)");
  }
}
