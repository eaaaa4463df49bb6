# shellcheck shell=sh
# shellcheck disable=SC1111 # quotes for people
# nginx's sites, judged against a default site on a port.

# Judges every enabled site against a default site on `port`, where Milepost's own (`site`) and one that is going to be disabled (`skip`) do
# not count. Prints lines of fields separated by tabs: `blocked SENTENCE`; `changes SENTENCE`; `named PLACE REGEX`, a server_name that would
# have to be matched; `port PORT PLACE`, another port that nginx is going to open.
# shellcheck disable=SC2016 # it is awk's
mp_sites_program='
function on_directive(file, ctx, srv, k, words, starts, ends, line,   i) {
  if (ctx !~ /^\/(http|stream|mail)\/server$/) return
  if (words[1] == "server_name") for (i = 2; i <= k; i++) names[srv] = names[srv] words[i] "\n"
  if (words[1] != "listen" || k < 2) return
  listen(srv, words[2], file ", line " line)
  for (i = 3; i <= k; i++) options[listens] = options[listens] " " words[i] " "
}
function on_block(file, ctx, srv, k, words, starts, ends, line, next_byte) {
  if (ctx !~ /^\/(http|stream|mail)$/ || words[1] != "server") return
  module[++servers] = substr(ctx, 2); place[servers] = file ", line " line; ours[servers] = (file == site)
}
function listen(srv, word, where,   parts, port_part) {
  if (word ~ /^unix:/) return
  l_server[++listens] = srv; l_place[listens] = where; has_listen[srv] = 1
  if (word ~ /^[0-9]+(-[0-9]+)?$/) { address[listens] = "*"; port_part = word }
  else if (word ~ /\]$/ || word !~ /:/) { address[listens] = word; port_part = 80 }
  else { port_part = word; sub(/.*:/, "", port_part); address[listens] = substr(word, 1, length(word) - length(port_part) - 1) }
  if (address[listens] == "0.0.0.0") address[listens] = "*"
  split(port_part, parts, "-")
  from[listens] = parts[1] + 0; to[listens] = (parts[2] == "" ? parts[1] : parts[2]) + 0
}
function blocked(sentence) { print "blocked\t" sentence }
function refuse(s, sentence) { if (!refused[s]++) blocked(sentence) }
# A server_name goes before the default site: does it match 127.0.0.1, which the default site is asked for?
function claims(name) {
  if (name == "127.0.0.1") return 1
  if (name ~ /^\*?\./) { sub(/^\*/, "", name); return name == ".127.0.0.1" || name == ".0.0.1" || name == ".0.1" || name == ".1" }
  return name == "127.*" || name == "127.0.*" || name == "127.0.0.*"
}
function check_names(s,   list, n, i) {
  n = split(names[s], list, "\n")
  for (i = 1; i < n; i++) {
    if (claims(list[i])) refuse(s, "The site in " place[s] ", answers to the name 127.0.0.1 on port " port ": choose another port.")
    if (list[i] ~ /^~/) print "named\t" place[s] "\t" substr(list[i], 2)
  }
}
function check_overlap(l,   s, o) {
  s = l_server[l]; o = options[l]
  if (module[s] != "http") refuse(s, "The " module[s] " server in " place[s] ", listens on port " port ": choose another port.")
  else if (o ~ / default(_server)? /) refuse(s, l_place[l] ", is already the default site on port " port ": choose another port, or remove “default_server” there.")
  else if (address[l] != "*" && address[l] != "[::]") {
    if (!held || address[l] ~ /^(127\.|localhost$|\[::1\]$)/)
      refuse(s, "The site in " place[s] ", listens on " address[l] ":" port ", where the default site would not be reached: choose another port.")
  }
  else if (match(o, / (ssl|http2|quic|proxy_protocol) /))
    refuse(s, "The site in " place[s] ", listens on port " port " with “" substr(o, RSTART + 1, RLENGTH - 2) "”, which would hold for the default page as well: choose another port.")
  else if (o ~ / ipv6only=off /) refuse(s, "The site in " place[s] ", listens on port " port " for IPv4 through its IPv6 address: choose another port.")
  else {
    if (!first[address[l]]) first[address[l]] = s
    check_names(s)
  }
}
function judge_first(s) {
  if (!s || reported[s]++ || refused[s]) return
  if (names[s] ~ /\./ || names[s] ~ /~/)
    print "changes\tThe default page answers requests on port " port " for names that no site has. So far the site in " place[s] ", does."
  else refuse(s, "The site in " place[s] ", answers all requests on port " port " that no other site answers, and would no longer be reached: choose another port, or give it a server_name.")
}
BEGIN {
  parse(main, "", 0)
  if (broken != "") exit # directive.ts says so
  folder = site; sub(/[^\/]*$/, "", folder)
  if (!includes_site) blocked(main " does not include " folder "*, where Milepost puts its site: add “include " folder "*;” to its http section.")
  for (s = 1; s <= servers; s++) if (!has_listen[s] && module[s] == "http") listen(s, "80", place[s])
  for (l = 1; l <= listens; l++) if (ours[l_server[l]] && from[l] == port) held = 1
  for (l = 1; l <= listens; l++) {
    if (ours[l_server[l]]) continue
    if (from[l] <= port && port <= to[l]) check_overlap(l)
    else if (from[l] == to[l] && (address[l] == "*" || address[l] == "[::]") && !opens[from[l]]++) print "port\t" from[l] "\t" l_place[l]
  }
  if (!held) { judge_first(first["*"]); judge_first(first["[::]"]) }
}
'

# PORT HOME: prints that in lines KIND TAB SENTENCE of the kinds blocked and changes. Nothing where nginx has no configuration yet.
mp_sites() {
  main=$2/nginx.conf site=$2/sites-enabled/milepost-default port=$1
  [ -e "$main" ] || return 0
  skip=$(mp_debian_site_to_disable "$port")
  checked=$(mp_nginx_awk "$mp_sites_program" -v main="$main" -v site="$site" -v skip="$skip" -v port="$port") || return
  tab=$(printf '\t')
  printf '%s\n' "$checked" | while IFS=$tab read -r kind what more; do
    case $kind in
      named)
        if printf 127.0.0.1 | grep -qiP -e "$more" 2>/dev/null; then
          printf 'blocked\t%s\n' "The site in $what, answers to the name 127.0.0.1 on port $port: choose another port."
        fi
        ;;
      port)
        holder=$(mp_other_listener "$what")
        [ -z "$holder" ] ||
          printf 'blocked\t%s\n' "nginx cannot start: $more, makes it listen on port $what, which is in use by $holder. Stop that, or remove the line."
        ;;
      ?*) printf '%s\t%s\n' "$kind" "$what" ;;
    esac
  done
}

# PORT HOME: prints why the default site is not possible, a sentence a line.
mp_sites_in_the_way() {
  found=$(mp_sites "$@") || return
  printf '%s\n' "$found" | sed -n 's/^blocked.//p'
}

# PORT HOME FIELD: findings on whose requests the default site is going to answer.
mp_preview_default_site() {
  mp_sites "$1" "$2" | sed -n 's/^changes.//p' | while IFS= read -r sentence; do mp_finding changes "$sentence" "$3"; done
}
