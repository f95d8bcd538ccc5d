/**
 * Bash's completion script. Ours, because the library's needs the package bash-completion, which macOS and small systems do not
 * have, and complains when it is loaded twice. Bash counts a colon as the end of a word: what stands before it is not replaced.
 */
export const bashCompletion = `# Bash completion for swarmlab
_swarmlab() {
  local words value cur
  read -ra words <<<"\${COMP_LINE:0:COMP_POINT}"
  case \${COMP_LINE:0:COMP_POINT} in *[[:space:]]) words+=('') ;; esac
  cur=\${words[\${#words[@]}-1]}
  COMPREPLY=()
  while IFS=$'\\t' read -r value _; do
    case $value in :* | '') continue ;; esac
    case $COMP_WORDBREAKS in *:*) case $cur in *:*) value=\${value#"\${cur%:*}:"} ;; esac ;; esac
    case $value in '') ;; *) COMPREPLY+=("$value") ;; esac
  done < <(swarmlab complete -- "\${words[@]:1}" 2>/dev/null)
  case \${COMPREPLY[0]} in *:) type compopt >/dev/null 2>&1 && compopt -o nospace ;; esac
  return 0
}
complete -F _swarmlab swarmlab`;
