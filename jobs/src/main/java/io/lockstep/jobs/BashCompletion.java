package io.lockstep.jobs;

import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Completion for bash, and for zsh by its bashcompinit: picocli's script, which knows commands and
 * options, with the apps and targets that the folder has.
 */
final class BashCompletion {
  /**
   * A target is one word with a blank in it. zsh would quote the blank once more, so there it is
   * the app alone.
   */
  private static final String WORDS =
      """

      # The apps that are there, which are folders.
      _lockstep_apps() {
        command ls -p -- "${LOCKSTEP_DB:-db}" 2>/dev/null | command sed -n 's|/$||p'
      }

      _lockstep() {
        local app word words current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        _complete_lockstep "$@"
        [[ $COMP_CWORD -gt 1 && $current != -* && $previous != -* ]] || return 0
        case ${COMP_WORDS[1]} in
          %s) words='latest zero' ;;
          %s) words= ;;
          *) return 0 ;;
        esac
        [[ -z ${ZSH_VERSION-} ]] || words=
        for app in $(_lockstep_apps); do
          for word in ${words:-""}; do
            word=$app${word:+\\\\ $word}
            [[ $word != "$current"* ]] || COMPREPLY+=("$word")
          done
        done
      }

      complete -o default -F _lockstep lockstep
      """;

  private BashCompletion() {}

  static String script(CommandLine root) {
    return AutoComplete.bash("lockstep", root)
        + WORDS.formatted(
            String.join(" | ", Positional.TARGET.commands(root)),
            String.join(" | ", Positional.APP.commands(root)));
  }
}
