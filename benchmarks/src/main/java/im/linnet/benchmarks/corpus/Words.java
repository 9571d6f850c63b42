package im.linnet.benchmarks.corpus;

import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/** Text as people write it, in one script, and ids as programs generate them. */
final class Words {

  /** The script of the words. */
  enum Script {
    LATIN("the of and you that was for are with his they this have from one had word but what all"),
    CYRILLIC("что как это все она так его только мне было вот меня еще нет мы теперь когда даже"),
    CJK("今天 天气 很好 我们 一起 去 公园 吃饭 吧 明日 東京 で 会い ましょう 안녕 하세요 내일"),
    EMOJI("😀 👍🏽 🎉 see you ❤️ later 🚀 thanks 😂😂 ok 👨‍👩‍👧 good night 🌙");

    private final String words;

    Script(String words) {
      this.words = words;
    }
  }

  private static final String ID_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final SplittableRandom random;
  private final List<String> words;

  Words(Script script, long seed) {
    words = List.of(script.words.split(" "));
    random = new SplittableRandom(seed);
  }

  int upTo(int bound) {
    return random.nextInt(bound);
  }

  /** A sentence; one in ten contains characters that must be escaped. */
  String sentence(int least, int most) {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(least, most + 1);
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(word());
    }
    return text.append(random.nextInt(10) == 0 ? " &amp; so on" : ".").toString();
  }

  String word() {
    return words.get(random.nextInt(words.size()));
  }

  String id(int length) {
    StringBuilder id = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
    }
    return id.toString();
  }

  /** Base64 that decodes to a number of bytes, without line ends. */
  String base64(int bytes) {
    byte[] data = new byte[bytes];
    random.nextBytes(data);
    return Base64.getEncoder().encodeToString(data);
  }
}
