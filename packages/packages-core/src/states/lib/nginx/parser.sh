# shellcheck shell=sh
# shellcheck disable=SC2016,SC2034 # it is awk's, for mp_nginx_awk
# awk functions that read nginx's configuration as nginx does (ngx_conf_read_token): quotes, comments, `${…}`, blocks, several directives on
# a line, one over several lines, and what is included, in nginx's order. POSIX awk, to be run with LC_ALL=C, for positions count bytes.
#
# `parse(FILE, CONTEXT, SERVER)` calls `on_directive(FILE, CONTEXT, SERVER, COUNT, words, starts, ends, line)` for each directive, and
# `on_block` with the same and the position after its `{`. CONTEXT is "" for main, "/events", "/http/server" and so on; SERVER is the number
# of the enclosing server block. `broken` says, if not empty, why the configuration cannot be read; `main` is the first file.
mp_nginx_parser='
function fail(file, line, what) {
  if (broken == "") broken = file ", line " line ", cannot be read: " what "."
}
function slurp(file,   text, line, got) {
  while ((got = (getline line < file)) > 0) text = text line "\n"
  close(file)
  if (got < 0) fail(file, 1, "it cannot be opened")
  return text
}
function parse(file, ctx, srv,   text, n, i, c, w, q, k, level, line, name, words, starts, ends, ctxs, srvs, opened, prev) {
  if (++depth > 20) { fail(file, 1, "it includes itself"); depth--; return }
  text = slurp(file); n = length(text); line = 1; i = 1; level = 0; k = 0
  while (i <= n && broken == "") {
    c = substr(text, i, 1)
    if (c == "\n") { line++; i++ }
    else if (c == " " || c == "\t" || c == "\r") i++
    else if (c == "#") { while (i <= n && substr(text, i, 1) != "\n") i++ }
    else if (c == "}") {
      if (k || !level) { fail(file, line, "there is a } too many, or a ; missing before it"); break }
      ctx = ctxs[level]; srv = srvs[level--]; i++
    }
    else if (c == ";" || c == "{") {
      i++
      if (!k) { fail(file, line, "there is nothing before " c); break }
      name = words[1]
      if (c == ";") {
        on_directive(file, ctx, srv, k, words, starts, ends, lines(text, starts[1], i, line))
        if (name == "include") include(words[2], ctx, srv)
      } else if (name ~ /_by_lua_block$/) {
        w = after_lua(text, i, n)
        if (!w) { fail(file, line, "the Lua block does not end"); break }
        line += newlines(substr(text, i, w - i)); i = w
      } else {
        on_block(file, ctx, srv, k, words, starts, ends, lines(text, starts[1], i, line), i)
        ctxs[++level] = ctx; srvs[level] = srv; opened[level] = line
        ctx = ctx "/" name
        if (name == "server" && ctx ~ /^\/[a-z]+\/server$/) srv = servers
      }
      k = 0
    }
    else {
      starts[++k] = i; w = ""
      if (c == "\"" || c == "\047") {
        q = c; i++
        while (i <= n && (c = substr(text, i, 1)) != q) {
          if (c == "\\") { i++; c = unescaped(substr(text, i, 1)) }
          if (c ~ /\n$/) line++
          w = w c; i++
        }
        if (i++ > n) { fail(file, line, "a quote is not closed"); break }
        if (substr(text, i, 1) !~ /^[ \t\r\n;{)]/) { fail(file, line, "something follows a closing quote"); break }
      } else {
        prev = ""
        while (i <= n && (c = substr(text, i, 1)) !~ /[ \t\r\n;]/ && !(c == "{" && prev != "$")) {
          if (c == "\\") { i++; c = unescaped(substr(text, i, 1)) }
          if (c ~ /\n$/) line++
          w = w c; prev = c; i++
        }
      }
      words[k] = w; ends[k] = i
    }
  }
  if (k) fail(file, lines(text, starts[k], n + 1, line), "the last directive does not end with ;")
  if (level) fail(file, opened[level], "the block that begins here has no }")
  depth--
}
function unescaped(c) { return (c == "\"" || c == "\047" || c == "\\") ? c : "\\" c }
function newlines(text) { return gsub(/\n/, "", text) }
function lines(text, from, to, line) { return line - newlines(substr(text, from, to - from)) }
function after_lua(text, i, n,   c, level, q) {
  level = 1
  for (; i <= n; i++) {
    c = substr(text, i, 1)
    if (c == "-" && substr(text, i, 4) == "--[[") { while (i <= n && substr(text, i, 2) != "]]") i++ }
    else if (c == "-" && substr(text, i, 2) == "--") { while (i <= n && substr(text, i, 1) != "\n") i++ }
    else if (c == "\"" || c == "\047") {
      q = c; i++
      while (i <= n && (c = substr(text, i, 1)) != q) i += (c == "\\") ? 2 : 1
    }
    else if (c == "{") level++
    else if (c == "}" && !--level) return i + 1
  }
  return 0
}
function include(pattern, ctx, srv,   found, count, f, command) {
  if (pattern !~ /^\//) { f = main; sub(/[^\/]*$/, "", f); pattern = f pattern }
  if (pattern ~ /\n/) return
  gsub(/[^A-Za-z0-9_.\/*?\[\]-]/, "\\\\&", pattern)
  command = "for f in " pattern "; do if [ -f \"$f\" ]; then printf \"%s\\n\" \"$f\"; fi; done"
  if (ctx == "/http" && site != "")
    command = "case " site " in " pattern ") echo /;; esac; " command
  while ((command | getline f) > 0) { if (f == "/") includes_site = 1; else found[++count] = f }
  close(command)
  for (f = 1; f <= count && broken == ""; f++) if (found[f] != skip) parse(found[f], ctx, srv)
}
'

# PROGRAM OPTION...: awk with these functions and the program.
mp_nginx_awk() {
  mp_program=$1
  shift
  LC_ALL=C awk "$@" "$mp_nginx_parser$mp_program"
}
